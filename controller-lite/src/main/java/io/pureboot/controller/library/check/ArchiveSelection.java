package io.pureboot.controller.library.check;

import io.pureboot.controller.library.tar.MemberName;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which archives are looked at, and in which order: large enough, not on the list, smallest first.
 *
 * @param archives in order
 * @param unusable what is called an archive and cannot be one: its hash, and why
 */
record ArchiveSelection(List<Archive> archives, Map<String, String> unusable) {
    private static final String SUFFIX = ".tar.zst";

    /** Archives of whole folders, without disk images: never opened. */
    static final Set<String> SKIPPED = Set.of(
            "2ae4eb92379b9892ba93693e49f42e08",
            "1d7c9dc81a26c871ccafc71ab284b4aa",
            "983dbb7dfb2a6ea867e233653a64f9d6",
            "236d5e0d89eb0e5e78edadf040a7a934");

    /** Of these there is no folder of their own below the staging folder. */
    private static final Set<String> NO_NAMES = Set.of("", ".", "..");

    /** Bytes of a folder's name: a byte of an archive's that is no UTF-8 takes three. */
    private static final int LONGEST_NAME = 255;

    static ArchiveSelection of(CheckConfig config) throws IOException {
        List<Archive> found = new ArrayList<>();
        Map<String, String> unusable = new TreeMap<>();
        try (Stream<Path> files = Files.list(config.archives())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = nameOf(file);
                if (!name.endsWith(SUFFIX)) {
                    continue;
                }
                String hash = name.substring(0, name.length() - SUFFIX.length());
                if (NO_NAMES.contains(hash)) {
                    unusable.put(hash, "the archive has no name in front of %s: rename it".formatted(SUFFIX));
                } else if (hash.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
                    unusable.put(hash, "its name is too long: rename it");
                } else if (Files.isRegularFile(file)) {
                    found.add(new Archive(file, hash, Files.size(file), 0));
                } else if (Files.isSymbolicLink(file) && !Files.exists(file)) {
                    unusable.put(
                            hash,
                            "the archive is a link to %s, which is not there".formatted(Files.readSymbolicLink(file)));
                }
            }
        }
        dropDoubles(found, unusable);
        found.removeIf(archive -> archive.size() <= config.minSize() || SKIPPED.contains(archive.hash()));
        found.sort(Comparator.comparingLong(Archive::size).thenComparing(Archive::hash));
        List<Archive> ranked = new ArrayList<>();
        for (Archive archive : found) {
            if (config.limit() == 0 || ranked.size() < config.limit()) {
                ranked.add(new Archive(archive.file(), archive.hash(), archive.size(), ranked.size() + 1));
            }
        }
        return new ArchiveSelection(ranked, unusable);
    }

    // As text, names that differ only in bytes that are no UTF-8 are the same; a URI has the bytes.
    private static String nameOf(Path file) {
        String path = file.toUri().getRawPath();
        int end = path.endsWith("/") ? path.length() - 1 : path.length();
        String escaped = path.substring(path.lastIndexOf('/', end - 1) + 1, end).replace("+", "%2B");
        return MemberName.decode(
                URLDecoder.decode(escaped, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1));
    }

    // Two of one hash would share a folder: of those the one that is called so plainly stays, if there is one.
    private static void dropDoubles(List<Archive> found, Map<String, String> unusable) {
        Map<String, Long> ofHash = found.stream().collect(Collectors.groupingBy(Archive::hash, Collectors.counting()));
        found.removeIf(archive -> {
            boolean taken = !Long.valueOf(1).equals(ofHash.get(archive.hash()))
                    && !archive.file().endsWith(archive.hash() + SUFFIX);
            if (taken) {
                unusable.put(archive.hash(), "another archive is called so, too: rename the one that is no UTF-8");
            }
            return taken;
        });
    }
}
