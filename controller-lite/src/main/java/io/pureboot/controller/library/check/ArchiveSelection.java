package io.pureboot.controller.library.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which archives are looked at, and in which order: large enough, not on the list, smallest first. */
final class ArchiveSelection {
    private static final String SUFFIX = ".tar.zst";

    /** Archives of whole folders, without disk images: never opened. */
    static final Set<String> SKIPPED = Set.of(
            "2ae4eb92379b9892ba93693e49f42e08",
            "1d7c9dc81a26c871ccafc71ab284b4aa",
            "983dbb7dfb2a6ea867e233653a64f9d6",
            "236d5e0d89eb0e5e78edadf040a7a934");

    private ArchiveSelection() {}

    static List<Archive> of(CheckConfig config) throws IOException {
        List<Archive> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(config.archives())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (name.endsWith(SUFFIX) && Files.isRegularFile(file)) {
                    String hash = name.substring(0, name.length() - SUFFIX.length());
                    found.add(new Archive(file, hash, Files.size(file), 0));
                }
            }
        }
        found.removeIf(archive -> archive.size() <= config.minSize() || SKIPPED.contains(archive.hash()));
        found.sort(Comparator.comparingLong(Archive::size).thenComparing(Archive::hash));
        List<Archive> ranked = new ArrayList<>();
        for (Archive archive : found) {
            if (config.limit() == 0 || ranked.size() < config.limit()) {
                ranked.add(new Archive(archive.file(), archive.hash(), archive.size(), ranked.size() + 1));
            }
        }
        return ranked;
    }
}
