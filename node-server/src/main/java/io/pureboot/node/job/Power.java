package io.pureboot.node.job;

import java.io.IOException;

/** Turns this machine off or starts it anew. */
public interface Power {
    void poweroff() throws IOException;

    void reboot() throws IOException;
}
