package io.pureboot.controller.library.ingest;

import io.pureboot.controller.library.read.FileRecord;
import io.pureboot.controller.library.read.OpenFileSystem;
import io.pureboot.controller.library.text.Reason;
import io.pureboot.controller.store.LibraryFiles.Inode;
import io.pureboot.controller.store.LibraryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the contents of a partition's files into the library. */
final class FileCopies {
    private static final Logger LOG = LoggerFactory.getLogger(FileCopies.class);
    private static final int AT_ONCE = 200;
    private static final long SPARE = 128L << 20;

    private final LibraryFolder folder;
    private final LibraryStore store;
    private final ContentStore contents;
    private final String hash;
    private final String part;

    FileCopies(LibraryFolder folder, LibraryStore store, String hash, String part) {
        this.folder = folder;
        this.store = store;
        this.contents = new ContentStore(folder.contents());
        this.hash = hash;
        this.part = part;
    }

    /**
     * Copies what is not copied yet; of what cannot be read the reason is recorded.
     *
     * @param work a folder for a file meanwhile, on the library's disk
     * @throws IOException when the library cannot be written
     */
    void copy(OpenFileSystem files, Path work) throws IOException {
        Map<String, FileRecord> byInode = new HashMap<>();
        files.files().stream().filter(FileRecord::isFile).forEach(file -> byInode.putIfAbsent(file.inode(), file));
        for (String blob : store.files().blobs(hash, part)) {
            if (!contents.has(blob)) {
                store.files().lost(hash, part, blob);
            }
        }
        List<Inode> missing = store.files().withoutContent(hash, part);
        for (int at = 0; at < missing.size(); at += AT_ONCE) {
            List<Runnable> done = new ArrayList<>();
            List<Inode> next = missing.subList(at, Math.min(missing.size(), at + AT_ONCE));
            files.expect(next.stream()
                    .flatMap(inode -> Stream.ofNullable(byInode.get(inode.inode())))
                    .toList());
            for (Inode inode : next) {
                FileRecord file = byInode.get(inode.inode());
                done.add(
                        file == null
                                ? () -> store.files().failed(hash, part, inode.inode(), "it is not listed now")
                                : copy(files, file, work));
            }
            store.transaction(() -> {
                done.forEach(Runnable::run);
                return hash;
            });
        }
    }

    private Runnable copy(OpenFileSystem files, FileRecord file, Path work) throws IOException {
        Path target = work.resolve("content");
        long free = Files.getFileStore(folder.root()).getUsableSpace();
        if (free < SPARE) {
            throw new IOException("the library's disk is full: %d MiB left in %s".formatted(free >> 20, folder.root()));
        }
        // One file that is larger than a disk, as sparse ones may be, costs none of the others.
        if (free - SPARE < file.size()) {
            return failed(
                    file,
                    "there is no room for its %d MiB, %d MiB are left in %s"
                            .formatted(file.size() >> 20, free >> 20, folder.root()));
        }
        try {
            files.copy(file, target);
        } catch (IOException e) {
            return failed(file, Reason.of(e));
        } catch (RuntimeException e) {
            LOG.error("images ingest: inode {} of p{} of {}", file.inode(), part, hash, e);
            return failed(file, "what its reader printed is not understood: " + e);
        }
        String blob = contents.take(target);
        return () -> store.files().content(hash, part, file.inode(), blob, file.size());
    }

    private Runnable failed(FileRecord file, String why) {
        return () -> store.files().failed(hash, part, file.inode(), why);
    }
}
