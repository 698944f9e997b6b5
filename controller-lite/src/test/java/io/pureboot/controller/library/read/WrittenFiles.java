package io.pureboot.controller.library.read;

import io.pureboot.linux.process.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that a command of a reader writes, as one part of {@link FuzzedTool}'s input with a byte 0xFE between: of
 * debugfs their contents in the order they are asked for, the last one for all further; of {@code btrfs restore} a path
 * and a content in turn; of what prints a file's content only that.
 */
final class WrittenFiles {
    private static final char BETWEEN = '\u00fe';
    private static final int MOST = 32;
    private static final Pattern DUMP = Pattern.compile("dump <\\d+> \"(.*)\"");

    private final List<Path> files;
    private final @Nullable Path folder;

    private WrittenFiles(List<Path> files, @Nullable Path folder) {
        this.files = files;
        this.folder = folder;
    }

    /**
     * What the command writes, or null when it does not.
     *
     * @param output where readers have lists written to
     */
    static @Nullable WrittenFiles of(Command command, Path output) throws IOException {
        List<String> argv = command.argv();
        if (argv.getFirst().equals("debugfs")) {
            List<Path> files = new ArrayList<>();
            for (String line : Files.readAllLines(Path.of(argv.get(argv.indexOf("-f") + 1)))) {
                Matcher dump = DUMP.matcher(line);
                if (dump.matches()) {
                    files.add(Path.of(dump.group(1)));
                }
            }
            return files.isEmpty() ? null : new WrittenFiles(files, null);
        }
        if (argv.contains("restore")) {
            return new WrittenFiles(List.of(), Path.of(argv.getLast()));
        }
        Path target = command.stdoutFile();
        return target == null || target.equals(output) ? null : new WrittenFiles(List.of(target), null);
    }

    /** Gives the last file. */
    String write(byte[] part) throws IOException {
        String[] texts = new String(part, StandardCharsets.ISO_8859_1).split(String.valueOf(BETWEEN), -1);
        Path last = null;
        if (folder == null) {
            for (int i = 0; i < files.size(); i++) {
                last = files.get(i);
                Files.write(last, bytes(texts[Math.min(i, texts.length - 1)]));
            }
        } else {
            for (int i = 0; i + 1 < Math.min(texts.length, MOST); i += 2) {
                Path restored = restore(folder, texts[i], bytes(texts[i + 1]));
                last = restored == null ? last : restored;
            }
        }
        return String.valueOf(last);
    }

    private static @Nullable Path restore(Path folder, String name, byte[] content) {
        try {
            Path file = new RawPath("/" + name).in(folder).normalize();
            if (!file.startsWith(folder) || file.equals(folder)) {
                return null;
            }
            Files.createDirectories(file.getParent());
            return Files.write(file, content);
        } catch (IOException | IllegalArgumentException e) {
            // No tool can write a file of such a name, either.
            return null;
        }
    }

    /** What the command wrote, as a part. */
    byte[] read() throws IOException {
        List<String> texts = new ArrayList<>();
        for (Path file : folder == null ? files : below(folder)) {
            if (folder != null) {
                texts.add(folder.relativize(file).toString());
            }
            byte[] content = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
            texts.add(new String(content, StandardCharsets.ISO_8859_1).replaceAll("[\u00fe\u00ff]", "?"));
        }
        return bytes(String.join(String.valueOf(BETWEEN), texts));
    }

    private static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
