package io.pureboot.controller.library.read;

/**
 * One entry of a folder.
 *
 * @param kind as {@code find -printf %y}: f d l b c p s
 * @param inode the file's own number in its file system; text, as some address streams of a file
 * @param links names the file has
 * @param size bytes
 * @param mtime seconds since 1970
 */
public record FileRecord(RawPath path, char kind, String inode, long links, long size, long mtime) {
    public boolean isFile() {
        return kind == 'f';
    }
}
