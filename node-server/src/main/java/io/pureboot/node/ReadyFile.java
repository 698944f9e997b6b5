package io.pureboot.node;

import io.pureboot.protocol.ProtocolJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Tells whoever started the node that it is ready, and where; appears whole or not at all. */
record ReadyFile(@Nullable String nodeId, String url, int dataPort, long pid) {
    void write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path temporary = Files.createTempFile(
                folder,
                ".ready",
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        Files.write(temporary, ProtocolJson.mapper().writeValueAsBytes(this));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
