package io.pureboot.controller.library.read;

import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code 7zz}, for kinds nothing else here reads. It knows no inode numbers: files are counted. */
public final class SevenZipReader implements FileSystemReader {
    private static final Map<String, String> TYPES =
            Map.of("squashfs", "SquashFS", "udf", "UDF", "apfs", "APFS", "cramfs", "CramFS");

    private final CommandRunner runner;

    public SevenZipReader(CommandRunner runner) {
        this.runner = runner;
    }

    @Override
    public String name() {
        return "7zz";
    }

    @Override
    public boolean reads(String type) {
        return TYPES.containsKey(type);
    }

    @Override
    public OpenFileSystem open(Place place, Path work) throws IOException {
        String type = "-t" + Objects.requireNonNull(TYPES.get(place.type()));
        PartitionDevice device = PartitionDevice.of(place, runner);
        boolean opened = false;
        try {
            ReaderTool tool = new ReaderTool(runner, work);
            ReaderTool.Said said = tool.run("7zz", "l", "-slt", "-ba", "-sccUTF-8", type, "--", device.path());
            if (said.result().exitCode() > 1) {
                throw new IOException("7zz: " + said.complaint());
            }
            List<String> gaps = new ArrayList<>();
            if (said.failed()) {
                gaps.add("7zz: " + said.complaint());
            }
            Map<String, RawPath> names = new HashMap<>();
            List<FileRecord> files;
            try (ToolLines lines = said.lines()) {
                files = files(lines, names, gaps);
            }
            opened = true;
            return new Listed(files, gaps) {
                @Override
                public void copy(FileRecord file, Path target) throws IOException {
                    String name =
                            Objects.requireNonNull(names.get(file.inode())).text();
                    if (name.indexOf('\0') >= 0) {
                        throw new IOException("its name cannot be given to 7zz: it holds a NUL");
                    }
                    CommandResult result =
                            tool.runInto(target, "7zz", "e", "-so", "-spd", type, "--", device.path(), name);
                    if (!result.ok()) {
                        throw new IOException("7zz: exit code " + result.exitCode());
                    }
                    checkLength(file, Files.size(target));
                }

                @Override
                public void close() throws IOException {
                    device.close();
                }
            };
        } finally {
            if (!opened) {
                device.close();
            }
        }
    }

    // Blocks of lines with an empty one between. By the inode, the name as 7zz knows it: it asks for no other.
    private static List<FileRecord> files(ToolLines lines, Map<String, RawPath> names, List<String> gaps)
            throws IOException {
        PathBudget budget = new PathBudget();
        List<FileRecord> files = new ArrayList<>();
        files.add(new FileRecord(RawPath.ROOT, 'd', "0", 1, 0, 0));
        Map<String, String> fields = new HashMap<>();
        try {
            for (String line = lines.next(); line != null; line = lines.next()) {
                int equals = line.indexOf(" = ");
                if (line.isEmpty()) {
                    take(fields, budget, files, names);
                    fields.clear();
                } else if (equals > 0) {
                    fields.putIfAbsent(line.substring(0, equals), line.substring(equals + 3));
                }
            }
            take(fields, budget, files, names);
        } catch (PathBudget.SpentException e) {
            gaps.add(String.valueOf(e.getMessage()));
        }
        return files;
    }

    private static void take(
            Map<String, String> fields, PathBudget budget, List<FileRecord> files, Map<String, RawPath> names)
            throws IOException {
        String path = fields.get("Path");
        if (path == null) {
            return;
        }
        RawPath shown = RawPath.printed(path);
        budget.take(shown);
        String inode = String.valueOf(files.size());
        names.put(inode, new RawPath(path));
        long size = Math.max(0, Digits.of(fields.get("Size")));
        files.add(new FileRecord(shown, kind(fields), inode, 1, size, seconds(fields.get("Modified"))));
    }

    private static char kind(Map<String, String> fields) {
        String mode = fields.getOrDefault("Mode", "");
        if ("+".equals(fields.get("Folder"))
                || fields.getOrDefault("Attributes", "").startsWith("D")) {
            return 'd';
        }
        return mode.isEmpty() || mode.startsWith("-") ? 'f' : FileMode.known(mode.charAt(0));
    }

    private static long seconds(@Nullable String text) {
        try {
            return text == null || text.length() < 19
                    ? 0
                    : LocalDateTime.parse(text.substring(0, 19).replace(' ', 'T'))
                            .toEpochSecond(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            return 0;
        }
    }
}
