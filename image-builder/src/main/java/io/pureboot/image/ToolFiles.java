package io.pureboot.image;

import io.pureboot.demo.RefusedException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** The wanted files of an unpacked Debian, and all libraries they need, as a part of the image. */
final class ToolFiles {
    private static final List<String> LIBRARY_FOLDERS =
            List.of("usr/lib/x86_64-linux-gnu", "usr/lib", "usr/lib64", "usr/lib/x86_64-linux-gnu/lvm2");

    private final Path root;
    private final Tree tree;
    private final Deque<String> unread = new ArrayDeque<>();

    private ToolFiles(Path root, Tree tree) {
        this.root = root;
        this.tree = tree;
    }

    /** Adds what the patterns name to {@code tree}. */
    static void add(Path root, List<String> patterns, Tree tree) throws IOException {
        ToolFiles files = new ToolFiles(root, tree);
        for (String pattern : patterns) {
            files.addMatching(pattern);
        }
        files.addLibraries();
    }

    /** Adds what the ELF files of a folder outside need from the unpacked Debian. */
    static void addLibrariesOf(Path folder, Path root, Tree tree) throws IOException {
        ToolFiles files = new ToolFiles(root, tree);
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
                if (ElfFile.is(file)) {
                    for (String library : ElfFile.read(file).needed()) {
                        if (!inside(folder, library)) {
                            files.addLibrary(library, file.toString());
                        }
                    }
                }
            }
        }
        files.addLibraries();
    }

    private static boolean inside(Path folder, String library) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.anyMatch(file -> file.getFileName().toString().equals(library));
        }
    }

    private void addMatching(String pattern) throws IOException {
        Path folder = root.resolve(pattern).getParent();
        PathMatcher matcher = FileSystems.getDefault()
                .getPathMatcher("glob:" + Path.of(pattern).getFileName());
        int before = unread.size();
        boolean found = false;
        if (folder != null && Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    if (matcher.matches(file.getFileName())) {
                        found = true;
                        addFile(root.relativize(file).toString());
                    }
                }
            }
        }
        if (!found || unread.size() < before) {
            throw new RefusedException("files.list names " + pattern + ", which none of the locked packages has");
        }
    }

    /** A file, and where it is a link also what the link points at. */
    private void addFile(String path) throws IOException {
        if (tree.has(path)) {
            return;
        }
        Path file = root.resolve(path);
        if (Files.isSymbolicLink(file)) {
            String target = Files.readSymbolicLink(file).toString();
            tree.link(path, target);
            Path resolved = target.startsWith("/")
                    ? Path.of(target.substring(1))
                    : Path.of(path).resolveSibling(target).normalize();
            addFile(merged(resolved.toString()));
        } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            tree.file(path, file, Files.isExecutable(file) ? 0755 : 0644);
            if (ElfFile.is(file)) {
                unread.add(path);
            }
        } else {
            throw new IOException(path + " is needed and missing from the locked packages");
        }
    }

    /** {@code lib/x} is {@code usr/lib/x}. */
    private static String merged(String path) {
        return path.matches("(bin|sbin|lib|lib64)/.*") ? "usr/" + path : path;
    }

    private void addLibraries() throws IOException {
        while (!unread.isEmpty()) {
            String path = unread.poll();
            ElfFile elf = ElfFile.read(root.resolve(path));
            if (!elf.interpreter().isEmpty()) {
                addFile(merged(elf.interpreter().substring(1)));
            }
            for (String library : elf.needed()) {
                addLibrary(library, path, elf.searchPath());
            }
        }
    }

    private void addLibrary(String name, String neededBy) throws IOException {
        addLibrary(name, neededBy, List.of());
    }

    private void addLibrary(String name, String neededBy, List<String> more) throws IOException {
        for (String folder : Stream.concat(
                        LIBRARY_FOLDERS.stream(), more.stream().map(f -> f.replaceFirst("^/", "")))
                .toList()) {
            String path = merged(folder + "/" + name);
            if (Files.exists(root.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
                addFile(path);
                return;
            }
        }
        throw new IOException(neededBy + " needs " + name + ", which none of the locked packages has");
    }
}
