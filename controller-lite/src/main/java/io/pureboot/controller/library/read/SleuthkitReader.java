package io.pureboot.controller.library.read;

import io.pureboot.controller.library.read.hfs.HfsPlusForks;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.linux.table.bytes.FileBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code fls} and {@code icat} of the Sleuth Kit. */
public final class SleuthkitReader implements FileSystemReader {
    private static final int SECTOR = 512;
    private static final Map<String, String> TYPES = Map.of(
            "ntfs", "ntfs",
            "vfat", "fat",
            "exfat", "exfat",
            "hfsplus", "hfs",
            "hfsx", "hfs",
            "ufs", "ufs");
    /** Behind a file's number: its resource fork, as icat knows it. */
    private static final String RESOURCE = "-4353";

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
        FlsList list;
        try (ToolLines lines = said.lines()) {
            list = FlsList.of(lines, type);
        }
        List<String> gaps = new ArrayList<>(list.gaps());
        List<FileRecord> files = new ArrayList<>(list.files());
        if (said.failed() || !said.result().errorText().isEmpty()) {
            if (files.size() <= 1) {
                throw new IOException("fls: " + said.complaint());
            }
            gaps.add("fls: " + said.complaint());
        }
        Map<Long, String> notStored = new HashMap<>();
        switch (type) {
            case "fat" -> {
                gaps.addAll(FatTables.gaps(place));
                List<FileRecord> restored = FatNames.restored(place, List.copyOf(files));
                files.clear();
                files.addAll(restored);
            }
            case "ntfs" -> {
                NtfsRecords.Cat icat =
                        address -> tool.run("icat", "-o", offset, "-b", "512", "-i", "raw", "-f", type, image, address);
                notStored.putAll(new NtfsRecords(icat, gaps).apply(place, files));
            }
            case "hfs" -> addForks(place, list, files, gaps);
            default -> {}
        }
        return new Listed(files, gaps) {
            @Override
            public void copy(FileRecord file, Path target) throws IOException {
                boolean stream = file.path().latin1().lastIndexOf(':')
                        > file.path().latin1().lastIndexOf('/');
                String why = notStored.get(NtfsRecords.number(file));
                if (why != null && (!stream || why.contains("encrypted"))) {
                    throw new IOException(why);
                }
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

    // Of a damaged catalog fls may list less without complaint, and it never lists resource forks.
    private static void addForks(Place place, FlsList list, List<FileRecord> files, List<String> gaps) {
        try (FileBytes image = new FileBytes(place.image())) {
            HfsPlusForks volume = HfsPlusForks.read(image, place.offset(), place.length());
            if (volume.files() + volume.folders() != list.usersEntries()) {
                gaps.add("it counts %d files and %d folders, %d are listed"
                        .formatted(volume.files(), volume.folders(), list.usersEntries()));
            }
            gaps.addAll(volume.gaps());
            Map<String, Long> forks = volume.resourceForks();
            for (FileRecord file : List.copyOf(files)) {
                Long size = forks.get(file.inode());
                if (size != null && file.isFile()) {
                    files.add(new FileRecord(
                            new RawPath(file.path().latin1() + ":RSRC"),
                            'f',
                            file.inode() + RESOURCE,
                            file.links(),
                            size,
                            file.mtime()));
                }
            }
        } catch (IOException e) {
            gaps.add("resource forks are not listed: " + e.getMessage());
        }
    }
}
