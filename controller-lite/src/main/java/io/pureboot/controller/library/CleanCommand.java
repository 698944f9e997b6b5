package io.pureboot.controller.library;

import io.pureboot.controller.library.check.InstanceLock;
import io.pureboot.controller.library.ingest.LibraryCheck;
import io.pureboot.controller.library.ingest.LibraryFolder;
import io.pureboot.controller.library.ingest.LooseImage;
import io.pureboot.controller.library.text.Printable;
import io.pureboot.controller.store.LibraryStore;
import io.pureboot.controller.store.LibraryStore.Medium;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pureboot images clean}. */
@Command(
        name = "clean",
        description = "Removes the loose images of media whose archive was read back, just now, and holds them.",
        mixinStandardHelpOptions = true,
        footer = {"", "Never removes an archive. Exit code 1 when an image has to stay."})
final class CleanCommand implements Callable<Integer> {
    @Parameters(paramLabel = "HASH", arity = "0..*", description = "media, by how their hashes begin; all without")
    private List<String> hashes = List.of();

    @Option(names = "--unread-too", description = "also images with partitions that could not be read")
    private boolean unreadToo;

    @Option(names = "--dry-run", description = "say what would be removed, remove nothing")
    private boolean dryRun;

    @Mixin
    private LibraryOption library = new LibraryOption();

    @Override
    public Integer call() {
        return library.use("clean", (folder, store) -> {
            Optional<InstanceLock> lock = folder.lock();
            if (lock.isEmpty()) {
                throw new IOException("an ingest or clean runs on %s: wait for it".formatted(folder.root()));
            }
            try (InstanceLock held = lock.get()) {
                Objects.requireNonNull(held);
                return clean(folder, store);
            }
        });
    }

    private int clean(LibraryFolder folder, LibraryStore store) throws IOException {
        LooseImage loose = new LooseImage(store, new LibraryCheck(folder, store, Clock.systemUTC()));
        int code = 0;
        for (Medium medium : LibraryOption.media(store, hashes)) {
            if (medium.imagePath() == null) {
                if (!hashes.isEmpty()) {
                    System.out.printf("%-8s %s has no loose image%n", "nothing", medium.hash());
                }
                continue;
            }
            List<String> reasons = loose.reasonsToStay(medium, unreadToo);
            if (reasons.isEmpty() && !dryRun) {
                loose.remove(medium);
            }
            String what = reasons.isEmpty() ? dryRun ? "would go" : "removed" : "stays";
            System.out.printf("%-8s %s%n", what, Printable.of(String.valueOf(medium.imagePath())));
            reasons.forEach(reason -> System.out.println("  " + Printable.of(reason)));
            code = reasons.isEmpty() ? code : 1;
        }
        return code;
    }
}
