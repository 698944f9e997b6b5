package io.pureboot.node.session;

import java.io.IOException;

/** Tells the kernel that a disk has another partition table now. */
public interface KernelNotice {
    /** @throws IOException when the kernel keeps its old view; the disk itself is right all the same */
    void tableChanged(String device) throws IOException;
}
