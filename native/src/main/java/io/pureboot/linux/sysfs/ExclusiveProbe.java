package io.pureboot.linux.sysfs;

import java.io.IOException;
import java.nio.file.Path;

/** Whether somebody has a device open exclusively, found by trying. */
@FunctionalInterface
public interface ExclusiveProbe {
    boolean isHeld(Path device) throws IOException;
}
