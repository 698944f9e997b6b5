package io.pureboot.controller.library.read;

import java.io.IOException;
import java.util.List;

/** An open file system whose list is there. */
abstract class Listed implements OpenFileSystem {
    private final List<FileRecord> files;
    private final List<String> gaps;

    Listed(List<FileRecord> files, List<String> gaps) {
        this.files = List.copyOf(files);
        this.gaps = List.copyOf(gaps);
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
