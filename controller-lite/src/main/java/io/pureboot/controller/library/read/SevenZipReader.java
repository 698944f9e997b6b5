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
            List<String> gaps = said.failed() ? List.of("7zz: " + said.complaint()) : List.of();
            opened = true;
            return new Listed(files(said.latin1()), gaps) {
                @Override
                public void copy(FileRecord file, Path target) throws IOException {
                    String name = file.path().text().substring(1);
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

    private static List<FileRecord> files(String list) {
        List<FileRecord> files = new ArrayList<>();
        files.add(new FileRecord(RawPath.ROOT, 'd', "0", 1, 0, 0));
        for (String block : list.split("\n\n+")) {
            Map<String, String> fields = new HashMap<>();
            for (String line : block.split("\n")) {
                int equals = line.indexOf(" = ");
                if (equals > 0) {
                    fields.putIfAbsent(line.substring(0, equals), line.substring(equals + 3));
                }
            }
            String path = fields.get("Path");
            if (path != null) {
                files.add(new FileRecord(
                        new RawPath("/" + path),
                        kind(fields),
                        String.valueOf(files.size()),
                        1,
                        number(fields.get("Size")),
                        seconds(fields.get("Modified"))));
            }
        }
        return files;
    }

    private static char kind(Map<String, String> fields) {
        String mode = fields.getOrDefault("Mode", "");
        if ("+".equals(fields.get("Folder"))
                || fields.getOrDefault("Attributes", "").startsWith("D")) {
            return 'd';
        }
        return mode.isEmpty() || mode.startsWith("-") ? 'f' : mode.charAt(0);
    }

    private static long number(@Nullable String text) {
        return text == null || !text.matches("\\d{1,18}") ? 0 : Long.parseLong(text);
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
