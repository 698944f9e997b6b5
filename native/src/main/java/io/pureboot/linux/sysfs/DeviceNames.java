package io.pureboot.linux.sysfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kernel names of devices and their paths; a slash of a path ({@code /dev/cciss/c0d0}) is a {@code !} in the name. */
final class DeviceNames {
    /** Shorter runs of letters first, numbers by value: sda, sdb, sdaa, loop2, loop10. */
    static final Comparator<String> ORDER = Comparator.comparing(DeviceNames::sortKey);

    private static final Pattern RUN = Pattern.compile("\\d+|\\D+");

    private DeviceNames() {}

    static Path path(Path devRoot, String name) {
        return devRoot.resolve(name.replace('!', '/'));
    }

    /** @param device a name, a path under {@code devRoot} or a link to one; links are followed */
    static String kernelName(Path devRoot, String device) throws IOException {
        Path path = devRoot.resolve(device);
        if (Files.exists(path)) {
            Path root = devRoot.toRealPath();
            Path real = path.toRealPath();
            if (real.startsWith(root)) {
                return root.relativize(real).toString().replace('/', '!');
            }
        }
        Path plain = path.normalize();
        return (plain.startsWith(devRoot) ? devRoot.relativize(plain).toString() : device).replace('/', '!');
    }

    private static String sortKey(String name) {
        return RUN.matcher(name)
                .replaceAll(run ->
                        Matcher.quoteReplacement("%04d".formatted(run.group().length()) + run.group()));
    }
}
