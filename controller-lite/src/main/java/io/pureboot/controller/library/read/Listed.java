package io.pureboot.controller.library.read;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** An open file system whose list is there. */
abstract class Listed implements OpenFileSystem {
    /** Of a file system full of nonsense nobody reads them all. */
    private static final int MOST_GAPS = 20;

    private final List<FileRecord> files;
    private final List<String> gaps;

    Listed(List<FileRecord> files, List<String> gaps) {
        this.files = List.copyOf(files);
        this.gaps = first(gaps);
    }

    private static List<String> first(List<String> gaps) {
        List<String> all = gaps.stream().distinct().toList();
        if (all.size() <= MOST_GAPS) {
            return all;
        }
        List<String> first = new ArrayList<>(all.subList(0, MOST_GAPS));
        first.add("%d more such reasons".formatted(all.size() - MOST_GAPS));
        return List.copyOf(first);
    }

    @Override
    public List<FileRecord> files() {
        return files;
    }

    @Override
    public List<String> gaps() {
        return gaps;
    }

    @Override
    public List<Attribute> attributes() {
        return List.of();
    }

    /** A tool may end early without saying so. */
    static void checkLength(FileRecord file, long length) throws IOException {
        if (length != file.size()) {
            throw new IOException("%d of its %d bytes were read".formatted(length, file.size()));
        }
    }

    @Override
    public void close() throws IOException {}
}
