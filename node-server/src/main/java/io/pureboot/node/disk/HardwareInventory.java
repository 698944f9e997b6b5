package io.pureboot.node.disk;

import io.pureboot.protocol.node.NodeRegistration;
import org.jspecify.annotations.Nullable;

/** What machine this is. */
public interface HardwareInventory {
    /**
     * What can be found out now; what cannot is null. Never fails. The first call may take a second.
     *
     * @param uiUrl where this node's own pages are, passed through
     */
    NodeRegistration registration(@Nullable String uiUrl);
}
