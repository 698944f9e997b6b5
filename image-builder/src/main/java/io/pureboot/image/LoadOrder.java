package io.pureboot.image;

import io.pureboot.demo.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Kernel modules in the order in which insmod can load them, for where there is no modprobe yet. */
final class LoadOrder {
    private LoadOrder() {}

    /**
     * @param modules folder of one kernel's modules, {@code lib/modules}
     * @param names such as {@code virtio_blk}
     * @return files, each after all that it needs
     */
    static Collection<Path> of(Path modules, List<String> names) throws IOException {
        Path release;
        try (Stream<Path> releases = Files.list(modules)) {
            release = releases.findFirst().orElseThrow(() -> new RefusedException(modules + " has no modules"));
        }
        List<String> lines = Files.readAllLines(release.resolve("modules.dep"));
        Set<Path> ordered = new LinkedHashSet<>();
        for (String name : names) {
            String line = lines.stream()
                    .filter(each -> path(each).replace('-', '_').endsWith("/" + name + ".ko"))
                    .findFirst()
                    .orElseThrow(() -> new RefusedException("modules.list does not name " + name));
            // What a module needs stands there with the most basic last.
            List<String> needed = new ArrayList<>(
                    List.of(line.substring(line.indexOf(':') + 1).strip().split(" ")));
            needed.removeIf(String::isEmpty);
            needed.reversed().forEach(path -> ordered.add(release.resolve(path)));
            ordered.add(release.resolve(path(line)));
        }
        return ordered;
    }

    private static String path(String line) {
        return line.substring(0, line.indexOf(':'));
    }
}
