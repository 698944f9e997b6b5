package io.pureboot.demo;

import java.nio.file.Path;

/** A loop device this program attached, and the file behind it. */
public record Loop(Path device, Path file) {}
