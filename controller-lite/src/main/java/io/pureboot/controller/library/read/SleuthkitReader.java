package io.pureboot.controller.library.read;

import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** {@code fls} and {@code icat} of the Sleuth Kit. */
public final class SleuthkitReader implements FileSystemReader {
    private static final int SECTOR = 512;
    private static final int FIELDS_BEHIND_NAME = 9;
    private static final Map<String, String> TYPES = Map.of(
            "ntfs", "ntfs",
            "vfat", "fat",
            "exfat", "exfat",
            "hfsplus", "hfs",
            "hfsx", "hfs",
            "ufs", "ufs");
    private static final Set<String> NOT_MOUNTED =
            Set.of("$MBR", "$FAT1", "$FAT2", "$OrphanFiles", "$ALLOC_BITMAP", "$UPCASE_TABLE", "$EMPTY_VOLUME_LABEL");
    private static final int NTFS_ROOT = 5;
    private static final int NTFS_FIRST_USER = 24;
    private static final int HFS_FIRST_USER = 16;

    private final CommandRunner runner;

    public SleuthkitReader(CommandRunner runner) {
        this.runner = runner;
    }

    @Override
    public String name() {
        return "sleuthkit";
    }

    @Override
    public boolean reads(String type) {
        return TYPES.containsKey(type);
    }

    @Override
    public OpenFileSystem open(Place place, Path work) throws IOException {
        String type = Objects.requireNonNull(TYPES.get(place.type()));
        if (place.offset() % SECTOR != 0) {
            throw new IOException("it does not start at a sector");
        }
        String offset = String.valueOf(place.offset() / SECTOR);
        ReaderTool tool = new ReaderTool(runner, work);
        String image = place.image().toString();
        ReaderTool.Said said =
                tool.run("fls", "-r", "-p", "-u", "-m", "/", "-o", offset, "-b", "512", "-i", "raw", "-f", type, image);
        List<FileRecord> files = files(said.latin1(), type);
        List<String> gaps = new ArrayList<>(gaps(type, place, said.latin1()));
        if (said.failed() || !said.result().errorText().isEmpty()) {
            if (files.size() <= 1) {
                throw new IOException("fls: " + said.complaint());
            }
            gaps.add("fls: " + said.complaint());
        }
        return new Listed(files, gaps) {
            @Override
            public void copy(FileRecord file, Path target) throws IOException {
                CommandResult result = tool.runInto(
                        target, "icat", "-o", offset, "-b", "512", "-i", "raw", "-f", type, image, file.inode());
                if (!result.ok() || !result.errorText().isEmpty()) {
                    throw new IOException(
                            "icat: " + (result.ok() ? result.errorText() : "exit code " + result.exitCode()));
                }
                checkLength(file, Files.size(target));
            }
        };
    }

    private static List<String> gaps(String type, Place place, String body) throws IOException {
        return switch (type) {
            case "fat" -> FatTables.gaps(place);
            case "hfs" -> HfsPlusCounts.gaps(place, usersEntries(body));
            default -> List.of();
        };
    }

    // Those of HFS+ that are not the volume's own tables.
    private static long usersEntries(String body) {
        return body.lines()
                .map(line -> line.split("\\|", -1))
                .filter(parts -> parts.length > FIELDS_BEHIND_NAME)
                .map(parts -> parts[parts.length - FIELDS_BEHIND_NAME])
                .filter(address -> address.matches("\\d{1,18}") && Long.parseLong(address) >= HFS_FIRST_USER)
                .count();
    }

    private static List<FileRecord> files(String body, String type) throws IOException {
        List<FileRecord> files = new ArrayList<>();
        files.add(new FileRecord(RawPath.ROOT, 'd', type.equals("ntfs") ? "5-144" : "root", 1, 0, 0));
        Map<String, Integer> links = new HashMap<>();
        for (String line : body.split("\n")) {
            FileRecord file = line.isEmpty() ? null : file(line, type);
            if (file != null) {
                files.add(file);
                links.merge(file.inode(), 1, Integer::sum);
            }
        }
        return files.stream()
                .map(file -> new FileRecord(
                        file.path(),
                        file.kind(),
                        file.inode(),
                        file.kind() == 'd' ? 1 : Math.max(1, links.getOrDefault(file.inode(), 1)),
                        file.size(),
                        file.mtime()))
                .toList();
    }

    // 0|path|address|mode|uid|gid|size|atime|mtime|ctime|crtime, where only the path may hold a bar.
    private static @org.jspecify.annotations.Nullable FileRecord file(String line, String type) throws IOException {
        String[] parts = line.split("\\|", -1);
        int tail = parts.length - FIELDS_BEHIND_NAME;
        if (tail < 2) {
            throw new IOException("fls printed a line of no known form: " + line);
        }
        String path = String.join("|", List.of(parts).subList(1, tail));
        String address = parts[tail];
        String mode = parts[tail + 1];
        char kind = kind(mode);
        if (path.endsWith(" ($FILE_NAME)") || kind == 'V' || isMetadata(path, address, type)) {
            return null;
        }
        if (kind == 'l') {
            path = withoutTarget(path);
        }
        return new FileRecord(
                new RawPath(path), kind, address, 1, Long.parseLong(parts[tail + 4]), Long.parseLong(parts[tail + 6]));
    }

    // The link's target is printed behind its name.
    private static String withoutTarget(String path) {
        int arrow = path.indexOf(" -> ");
        return arrow < 0 ? path : path.substring(0, arrow);
    }

    private static char kind(String mode) {
        char byName = mode.isEmpty() ? '-' : mode.charAt(0);
        char byInode = mode.length() > 2 ? mode.charAt(2) : byName;
        char kind = byName == '-' ? byInode : byName;
        return switch (kind) {
            case 'r', '-' -> 'f';
            case 'v', 'V' -> 'V';
            case 'h' -> 's';
            default -> kind;
        };
    }

    // What no mount shows: the file systems' own tables.
    private static boolean isMetadata(String path, String address, String type) {
        String top = path.substring(1);
        if (path.endsWith(" (Volume Label Entry)") || NOT_MOUNTED.contains(top)) {
            return true;
        }
        long number = Long.parseLong(address.split("-", 2)[0]);
        return switch (type) {
            case "ntfs" -> number < NTFS_FIRST_USER && number != NTFS_ROOT || path.startsWith("/$Extend/");
            case "hfs" ->
                number < HFS_FIRST_USER
                        || top.startsWith("^^^^HFS+ Private Data")
                        || top.startsWith(".HFS+ Private Directory Data");
            default -> false;
        };
    }
}
