package io.pureboot.controller;

import io.pureboot.protocol.ProtocolJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** Tells whoever started the controller that it answers: a JSON file that is there whole or not at all. */
final class ReadyFile {
    private ReadyFile() {}

    static void write(Path file, String url, String caSha256) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.write(
                draft,
                ProtocolJson.mapper()
                        .writeValueAsBytes(Map.of(
                                "url", url,
                                "ca_sha256", caSha256,
                                "pid", ProcessHandle.current().pid())));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
