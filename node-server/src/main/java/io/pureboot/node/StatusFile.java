package io.pureboot.node;

import io.pureboot.protocol.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the machine's console shows of the node: a few lines of text in a file, written anew when they change. */
final class StatusFile {
    private static final Logger LOG = LoggerFactory.getLogger(StatusFile.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private StatusFile() {}

    /** {@code lines} is asked every second, by a thread that ends with the process. */
    static void keep(Path file, Supplier<List<String>> lines) {
        Thread.ofPlatform().daemon().name("status file").start(() -> {
            try {
                String written = "";
                while (true) {
                    String text = String.join("\n", lines.get()) + "\n";
                    if (!text.equals(written)) {
                        Path fresh = file.resolveSibling("." + file.getFileName());
                        Files.writeString(fresh, text);
                        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
                        written = text;
                    }
                    Thread.sleep(PAUSE);
                }
            } catch (IOException e) {
                LOG.error("cannot write {}: {}", file, e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** {@code transferring /dev/sda: 45 % of 3.2 GiB}. */
    static String work(String role, String device, String phase, long bytes, long total) {
        String amount = total <= 0 ? "" : ": " + bytes * 100 / total + " % of " + ByteSize.human(total);
        return "Clone " + role + " " + device + ", " + phase + amount;
    }
}
