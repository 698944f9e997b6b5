package io.pureboot.controller.library.ingest;

import io.pureboot.controller.library.read.FileRecord;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The list of a medium's files as records: {@code type dev inode nlink size mtime path}, separated by 0x1C, each ended
 * by NUL. Written under a temporary name and renamed when whole.
 */
final class RawFile implements AutoCloseable {
    private static final int SEPARATOR = 0x1c;

    private final Path target;
    private final Path partial;
    private final OutputStream out;

    RawFile(Path target) throws IOException {
        this.target = target;
        this.partial = LibraryFolder.partialOf(target);
        this.out = new BufferedOutputStream(Files.newOutputStream(partial), 1 << 16);
    }

    /**
     * @param device tells one partition's inodes from another's: its place in the image, from 1
     * @param path as the list shows it, below the place the medium was mounted at
     */
    void add(int device, FileRecord file, byte[] path) throws IOException {
        out.write(file.kind());
        out.write(SEPARATOR);
        field(String.valueOf(device));
        field(number(file.inode()));
        field(String.valueOf(file.links()));
        field(String.valueOf(file.size()));
        field(String.valueOf(file.mtime()));
        out.write(path);
        out.write(0);
    }

    // Addresses that say more than a number begin with it, or end with it behind the subvolume's.
    private static String number(String inode) {
        String last = inode.substring(inode.indexOf(':') + 1);
        int dash = last.indexOf('-');
        String digits = dash < 0 ? last : last.substring(0, dash);
        return digits.matches("\\d+") ? digits : "0";
    }

    private void field(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.write(SEPARATOR);
    }

    void publish() throws IOException {
        out.close();
        LibraryFolder.publish(partial, target);
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(partial);
    }
}
