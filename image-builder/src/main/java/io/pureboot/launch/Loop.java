package io.pureboot.launch;

import java.nio.file.Path;

/** A loop device this program attached, and the file behind it. */
record Loop(Path device, Path file) {}
