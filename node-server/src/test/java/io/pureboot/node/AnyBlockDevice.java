package io.pureboot.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A block device that every machine has; nothing is done to it. */
final class AnyBlockDevice {
    private AnyBlockDevice() {}

    /** Its name below {@code /dev}; a loop device where there is one. */
    static String name() throws IOException {
        try (Stream<Path> devices = Files.list(Path.of("/sys/class/block"))) {
            return devices.map(device -> device.getFileName().toString())
                    .filter(name -> Files.exists(Path.of("/dev", name)))
                    .min(Comparator.comparing(name -> !name.startsWith("loop")))
                    .orElseThrow();
        }
    }
}
