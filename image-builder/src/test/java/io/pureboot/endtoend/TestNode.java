package io.pureboot.endtoend;

import io.pureboot.linux.libc.KernelKeyring;
import io.pureboot.node.controller.KeyringIdentityStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** A running node: its id at the controller, its process, and where its updates wait. */
record TestNode(String id, Server server, Path state) {
    /** Endpoints of the updates that wait for the controller, oldest first. */
    List<String> waiting() throws IOException {
        try (var files = Files.list(state.resolve("queue"))) {
            return files.filter(file -> file.toString().endsWith(".pending"))
                    .sorted()
                    .map(TestNode::endpoint)
                    .toList();
        }
    }

    private static String endpoint(Path file) {
        try {
            String content = Files.readString(file);
            return content.substring(0, content.indexOf('|'));
        } catch (IOException e) {
            return "";
        }
    }

    /** The kernel would keep it for a day. */
    static void forgetIdentity(Path state, URI server, String caSha256) throws IOException {
        new KeyringIdentityStore(new KernelKeyring(), state, server, caSha256, Clock.systemUTC()).forget();
    }
}
