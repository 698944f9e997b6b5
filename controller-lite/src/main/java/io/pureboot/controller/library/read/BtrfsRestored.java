package io.pureboot.controller.library.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Contents by {@code btrfs restore}, one subvolume at a time. Its own way to all of them, {@code -s}, follows the names
 * that a snapshot repeats: without end where a snapshot lies below what it was taken of.
 */
final class BtrfsRestored extends Listed {
    private static final long SPARE = 64L << 20;

    private final BtrfsTrees trees;
    private final BtrfsRoom room;
    private final Path folder;
    private final PartitionDevice device;
    private final Map<String, Run> runs = new HashMap<>();
    private boolean checked;
    private Set<String> damaged = Set.of();
    private @Nullable String unchecked;

    /**
     * What was restored of one subvolume.
     *
     * @param errors what btrfs said, each line with its end
     * @param complaint of a file that is not there
     */
    private record Run(Path folder, String errors, String complaint) {}

    BtrfsRestored(BtrfsTrees trees, Path work, PartitionDevice device) {
        super(trees.files(), trees.gaps());
        this.trees = trees;
        this.room = new BtrfsRoom(trees);
        this.folder = work.resolve("restored");
        this.device = device;
    }

    @Override
    public void copy(FileRecord file, Path target) throws IOException {
        trees.requireInside();
        String subvolume = BtrfsTrees.subvolume(file);
        Run run = run(subvolume);
        if (damaged.contains(file.inode().contains(":") ? file.inode() : subvolume + ":" + file.inode())) {
            throw new IOException("it is damaged: what is stored does not have its checksum");
        }
        RawPath inside = trees.inside(subvolume, file.path());
        Path there = inside == null ? null : inside.in(run.folder());
        if (there == null || !Files.isRegularFile(there, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(run.complaint());
        }
        if (run.errors().contains("Error copying data for " + there + "\n")) {
            throw new IOException("btrfs restore could not read all of it");
        }
        checkLength(file, Files.size(there));
        Files.move(there, target, StandardCopyOption.REPLACE_EXISTING);
    }

    // Of all subvolumes at once.
    private void check() throws IOException {
        if (!checked) {
            checked = true;
            try {
                damaged = BtrfsDamage.files(trees.tool(), trees.device(), trees.subvolumes());
            } catch (IOException e) {
                unchecked = "its bytes cannot be compared with their checksums: " + e.getMessage();
            }
        }
        if (unchecked != null) {
            throw new IOException(unchecked);
        }
    }

    private Run run(String subvolume) throws IOException {
        Run before = runs.get(subvolume);
        if (before != null) {
            return before;
        }
        Path own = folder.resolve(subvolume);
        Run run;
        try {
            run = restore(subvolume, own);
        } catch (IOException e) {
            // What was written until then may be half of it.
            FolderTree.delete(own);
            run = new Run(own, "", String.valueOf(e.getMessage()));
        }
        runs.put(subvolume, run);
        return run;
    }

    // That there is no room for its files should not be learnt by filling the library's disk.
    private Run restore(String subvolume, Path own) throws IOException {
        Files.createDirectories(own);
        long bytes = room.bytes(subvolume);
        trees.requireInside();
        long free = Files.getFileStore(own).getUsableSpace();
        if (bytes > free - SPARE) {
            throw new IOException("btrfs restore needs room for all files at once: %d MiB, %d MiB are left in %s"
                    .formatted(bytes >> 20, free >> 20, folder));
        }
        check();
        ReaderTool.Said said =
                trees.tool().run("btrfs", "restore", "-i", "-r", subvolume, trees.device(), own.toString());
        String complaint = "it is not among what btrfs restore wrote";
        // It writes plain subvolumes below this one too. They have runs of their own, or are not in it at all.
        for (RawPath path : trees.nested(subvolume)) {
            RawPath inside = trees.inside(subvolume, path);
            if (inside != null) {
                FolderTree.delete(inside.in(own));
            }
        }
        String errors = said.result().errorText();
        return said.failed() || !errors.isEmpty()
                ? new Run(own, errors + "\n", complaint + ": " + said.complaint())
                : new Run(own, "", complaint);
    }

    @Override
    public void close() throws IOException {
        device.close();
    }
}
