package io.pureboot.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kernel's format of an initial RAM disk ("newc"); the same tree gives the same bytes. */
final class CpioArchive {
    private static final int FOLDER = 0040000;
    private static final int FILE = 0100000;
    private static final int LINK = 0120000;

    private final OutputStream out;
    private final long seconds;
    private long written;
    private int inode = 1;

    private CpioArchive(OutputStream out, Instant time) {
        this.out = out;
        this.seconds = time.getEpochSecond();
    }

    /**
     * @param first paths that come before all others: what can say that the rest did not fit
     * @return bytes written
     */
    static long write(Tree tree, List<String> first, Instant time, OutputStream out) throws IOException {
        CpioArchive archive = new CpioArchive(out, time);
        for (Map.Entry<String, Tree.Entry> entry : ordered(tree, first).entrySet()) {
            archive.add(entry.getKey(), entry.getValue());
        }
        archive.head("TRAILER!!!", 0, 0, 1);
        return archive.written;
    }

    private static Map<String, Tree.Entry> ordered(Tree tree, List<String> first) {
        Map<String, Tree.Entry> ordered = new LinkedHashMap<>();
        for (String path : first) {
            for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
                take(tree, path.substring(0, slash), ordered);
            }
            take(tree, path, ordered);
        }
        ordered.putAll(tree.entries());
        return ordered;
    }

    private static void take(Tree tree, String path, Map<String, Tree.Entry> ordered) {
        Tree.Entry entry = tree.entries().get(path);
        if (entry == null) {
            throw new IllegalArgumentException("the tree has no " + path);
        }
        ordered.put(path, entry);
    }

    private void add(String path, Tree.Entry entry) throws IOException {
        switch (entry) {
            case Tree.Folder folder -> head(path, FOLDER | folder.mode(), 0, 2);
            case Tree.Link link -> {
                byte[] target = link.target().getBytes(StandardCharsets.UTF_8);
                head(path, LINK | link.mode(), target.length, 1);
                bytes(target);
            }
            case Tree.Text text -> {
                head(path, FILE | text.mode(), text.bytes().length, 1);
                bytes(text.bytes());
            }
            case Tree.Content content -> content(path, content);
        }
        pad();
    }

    private void content(String path, Tree.Content content) throws IOException {
        Path source = content.source();
        long size = Files.size(source);
        head(path, FILE | content.mode(), size, 1);
        long copied = Files.copy(source, out);
        written += copied;
        if (copied != size) {
            throw new IOException(source + " changed while it was read");
        }
    }

    private void head(String path, int mode, long size, int links) throws IOException {
        if (size > 0xffffffffL) {
            throw new IOException(path + " is too large for an initial RAM disk");
        }
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        bytes(String.format(
                        "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x",
                        mode == 0 ? 0 : inode++,
                        mode,
                        0,
                        0,
                        links,
                        mode == 0 ? 0 : seconds,
                        size,
                        0,
                        0,
                        0,
                        0,
                        name.length + 1,
                        0)
                .getBytes(StandardCharsets.US_ASCII));
        bytes(name);
        bytes(new byte[1]);
        pad();
    }

    private void pad() throws IOException {
        bytes(new byte[(int) (-written & 3)]);
    }

    private void bytes(byte[] bytes) throws IOException {
        out.write(bytes);
        written += bytes.length;
    }
}
