package io.pureboot.image;

import io.pureboot.demo.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The wanted modules of Debian's kernel with what they depend on, unpacked and indexed. */
final class KernelModules {
    private final DebianStage stage;
    private final String release;
    private final Map<String, List<String>> dependencies = new LinkedHashMap<>();
    private final Map<String, String> paths = new LinkedHashMap<>();
    private final Set<String> builtIn = new TreeSet<>();

    private KernelModules(DebianStage stage) throws IOException {
        this.stage = stage;
        this.release = release(stage);
        stage.run("/usr/sbin/depmod", release);
        Path folder = folder();
        for (String line : Files.readAllLines(folder.resolve("modules.dep"))) {
            int colon = line.indexOf(':');
            String path = line.substring(0, colon);
            paths.put(name(path), path);
            dependencies.put(
                    path,
                    Stream.of(line.substring(colon + 1).strip().split(" "))
                            .filter(word -> !word.isEmpty())
                            .toList());
        }
        for (String line : Files.readAllLines(folder.resolve("modules.builtin"))) {
            builtIn.add(name(line));
        }
    }

    /** Such as {@code 6.12.0-amd64}: there is one kernel among the packages. */
    static String release(DebianStage stage) throws IOException {
        try (Stream<Path> kernels = Files.list(stage.at("usr/lib/modules"))) {
            List<Path> found = kernels.toList();
            if (found.size() != 1) {
                throw new IOException("the locked packages have " + found.size() + " kernels instead of one");
            }
            return found.getFirst().getFileName().toString();
        }
    }

    /** Puts {@code lib/modules/RELEASE} into {@code out}. */
    static void make(DebianStage stage, List<String> names, Path out) throws IOException {
        new KernelModules(stage).copy(names, out);
    }

    private void copy(List<String> names, Path out) throws IOException {
        Path work = stage.workFolder("modules");
        Path target = work.resolve("lib/modules/" + release);
        List<String> packed = new ArrayList<>();
        for (String path : closure(names)) {
            Path copy = target.resolve(path);
            Files.createDirectories(copy.getParent());
            Files.copy(folder().resolve(path), copy);
            if (path.endsWith(".xz")) {
                packed.add("/build/modules/lib/modules/" + release + "/" + path);
            }
        }
        // Packed again they would not get smaller in the archive, and would load slower; their signatures stay good.
        if (!packed.isEmpty()) {
            List<String> argv = new ArrayList<>(List.of("/usr/bin/xz", "--decompress", "--"));
            argv.addAll(packed);
            stage.run(argv.toArray(String[]::new));
        }
        for (String index : List.of("modules.order", "modules.builtin", "modules.builtin.modinfo")) {
            Files.copy(folder().resolve(index), target.resolve(index));
        }
        stage.run("/usr/sbin/depmod", "-b", "/build/modules", release);
        Files.createDirectories(out.resolve("usr"));
        Files.move(work.resolve("lib"), out.resolve("usr/lib"));
    }

    private Set<String> closure(List<String> names) {
        Set<String> wanted = new TreeSet<>();
        Deque<String> unread = new ArrayDeque<>();
        for (String name : names) {
            String path = paths.get(name(name));
            if (path != null) {
                unread.add(path);
            } else if (!builtIn.contains(name(name))) {
                throw new RefusedException(
                        "modules.list names " + name + ", which kernel " + release + " does not have");
            }
        }
        while (!unread.isEmpty()) {
            String path = unread.poll();
            if (wanted.add(path)) {
                unread.addAll(dependencies.getOrDefault(path, List.of()));
            }
        }
        return wanted;
    }

    private Path folder() {
        return stage.at("usr/lib/modules/" + release);
    }

    /** {@code kernel/…/dm-mod.ko.xz} as {@code dm_mod}. */
    private static String name(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        return file.replaceFirst("\\.ko(\\.xz)?$", "").replace('-', '_');
    }
}
