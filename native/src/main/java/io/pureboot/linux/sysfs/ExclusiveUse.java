package io.pureboot.linux.sysfs;

import java.io.IOException;
import java.util.List;

/** What only opening the device tells. */
final class ExclusiveUse {
    private ExclusiveUse() {}

    static List<String> of(ExclusiveProbe probe, Node node) {
        try {
            if (probe.isHeld(node.device())) {
                return List.of(node.device() + " is held open for exclusive use by another program");
            }
            if (BootMedium.is(node.device())) {
                return List.of(node.device() + " is the medium this system was started from");
            }
            return List.of();
        } catch (IOException e) {
            return List.of(node.device() + " cannot be opened to see whether it is in use: " + e.getMessage());
        }
    }
}
