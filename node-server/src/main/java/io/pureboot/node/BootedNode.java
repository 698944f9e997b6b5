package io.pureboot.node;

import io.pureboot.node.http.LogRing;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The node as the bootable image starts it: with a few words NAME=VALUE, everything else is on the kernel command line.
 * The names are those of the flags of {@link NodeServer}; a parser for all that people may write takes a slow machine
 * seconds to load, at every boot.
 */
public final class BootedNode {
    private BootedNode() {}

    public static void main(String[] words) throws InterruptedException {
        LogRing log = LogRing.install();
        try {
            NodeProcess.run(options(words), log);
        } catch (IOException | RuntimeException e) {
            if (!(e instanceof IOException || e instanceof IllegalArgumentException)) {
                e.printStackTrace();
            }
            // The last line is what the console shows.
            System.err.println("pureboot node: "
                    + NodeProcess.problem(e).lines().findFirst().orElse(""));
            System.exit(2);
        }
    }

    /** @throws IllegalArgumentException names the word that is not one of these */
    static NodeOptions options(String... words) {
        NodeOptions options = new NodeOptions();
        for (String word : words) {
            int equals = word.indexOf('=');
            String value = word.substring(equals + 1);
            switch (equals < 0 ? word : word.substring(0, equals)) {
                case "standalone" -> options.standalone = true;
                case "recorded" -> options.recorded = true;
                case "pin" -> options.pin = value;
                case "pin-alone" -> options.pinAlone = value;
                case "status-file" -> options.statusFile = Path.of(value);
                case "ready-file" -> options.readyFile = Path.of(value);
                case "state" -> options.state = Path.of(value);
                case "bind" -> options.bind = value;
                case "port" -> options.port = port(word, value);
                case "data-port" -> options.dataPort = port(word, value);
                case "disk" -> options.disks.add(value);
                default -> throw new IllegalArgumentException(word + " is no word a booted node knows");
            }
        }
        return options;
    }

    private static int port(String word, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(word + " names no port", e);
        }
    }
}
