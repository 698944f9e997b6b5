package io.pureboot.controller.library.read;

import io.pureboot.linux.process.CommandResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Contents of files by {@code debugfs}: small ones many at a time, as starting it takes longer than reading them. */
final class ExtDumps {
    private static final Logger LOG = LoggerFactory.getLogger(ExtDumps.class);
    private static final int AT_ONCE = 200;
    private static final long SMALL = 1 << 20;
    private static final long MOST_BYTES = 32 << 20;
    private static final int LARGEST_INODE = 4096;

    private final ExtAttributes.Commands debugfs;
    private final Path folder;
    private final Set<String> unreadable;
    private final Set<String> ready = new HashSet<>();

    /**
     * @param work for files meanwhile
     * @param unreadable inodes that are never copied
     */
    ExtDumps(ExtAttributes.Commands debugfs, Path work, Set<String> unreadable) {
        this.debugfs = debugfs;
        this.folder = work.resolve("dumps");
        this.unreadable = unreadable;
    }

    /** Reads those of them that are small; what fails here is tried again, alone, when it is copied. */
    void expect(List<FileRecord> next) {
        try {
            for (String old : ready) {
                Files.deleteIfExists(folder.resolve(old));
            }
            ready.clear();
            Files.createDirectories(folder);
            List<FileRecord> small = new ArrayList<>();
            long bytes = 0;
            for (FileRecord file : next) {
                if (file.size() <= SMALL
                        && bytes + file.size() <= MOST_BYTES
                        && small.size() < AT_ONCE
                        && !unreadable.contains(file.inode())) {
                    bytes += file.size();
                    small.add(file);
                }
            }
            dump(small);
        } catch (IOException e) {
            LOG.debug("files are read one by one", e);
        }
    }

    // What debugfs complains of, it does not name: halves are tried until only the damaged files are left.
    private void dump(List<FileRecord> files) throws IOException {
        if (files.size() < 2) {
            return;
        }
        List<String> lines = new ArrayList<>();
        for (FileRecord file : files) {
            lines.add("dump <%s> \"%s\"".formatted(file.inode(), folder.resolve(file.inode())));
        }
        if (complaint(debugfs.run(lines).result()).isEmpty()) {
            files.forEach(file -> ready.add(file.inode()));
        } else {
            // Nothing of a damaged file is kept: many of them would fill the disk.
            for (FileRecord file : files) {
                Files.deleteIfExists(folder.resolve(file.inode()));
            }
            dump(files.subList(0, files.size() / 2));
            dump(files.subList(files.size() / 2, files.size()));
        }
    }

    private static String complaint(CommandResult result) {
        // The first line is its version.
        String errors = result.errorText().lines().skip(1).findFirst().orElse("");
        return result.ok() || !errors.isEmpty() ? errors : "exit code " + result.exitCode();
    }

    /** Writes the file's content. */
    void copy(FileRecord file, Path target) throws IOException {
        Path dumped = folder.resolve(file.inode());
        if (ready.remove(file.inode()) && Files.isRegularFile(dumped)) {
            Files.move(dumped, target, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.deleteIfExists(target);
            String errors = complaint(debugfs.run(List.of("dump <%s> \"%s\"".formatted(file.inode(), target)))
                    .result());
            if (!errors.isEmpty() || !Files.exists(target)) {
                throw new IOException("debugfs: " + errors);
            }
        }
        cutFilling(file, target);
        Listed.checkLength(file, Files.size(target));
    }

    // Of a file that lies in its inode all the room there is written, zeros behind its end.
    private static void cutFilling(FileRecord file, Path target) throws IOException {
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long more = channel.size() - file.size();
            if (more <= 0 || more > LARGEST_INODE) {
                return;
            }
            ByteBuffer rest = ByteBuffer.allocate((int) more);
            channel.read(rest, file.size());
            if (rest.flip().equals(ByteBuffer.allocate((int) more))) {
                channel.truncate(file.size());
            }
        }
    }
}
