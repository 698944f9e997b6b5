package io.pureboot.controller.library;

import io.pureboot.controller.library.check.CheckConfig;
import io.pureboot.controller.library.check.CheckRun;
import io.pureboot.controller.library.ingest.LibraryFolder;
import io.pureboot.controller.library.text.Printable;
import io.pureboot.controller.library.text.Reason;
import io.pureboot.controller.store.LibraryStore;
import io.pureboot.controller.store.LibraryStore.Medium;
import io.pureboot.protocol.ByteSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pureboot images list}. */
@Command(
        name = "list",
        description = "Lists the media of the library, and images that images check kept and that are not in it yet.",
        mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
    @Mixin
    private LibraryOption library = new LibraryOption();

    @Option(
            names = "--staging",
            paramLabel = "DIR",
            defaultValue = CheckConfig.STAGING,
            description = "where images check keeps images (default: ${DEFAULT-VALUE})")
    private Path staging = Path.of(CheckConfig.STAGING);

    @Override
    public Integer call() {
        Set<String> known = new HashSet<>();
        LibraryFolder folder = library.folder();
        int code = Files.isRegularFile(folder.database()) ? library.use("list", (at, store) -> media(store, known)) : 0;
        try {
            if (code == 0 && known.isEmpty() && waiting(known).isEmpty()) {
                System.err.printf(
                        "images list: nothing is in the library %s, and no image waits in %s%n",
                        folder.root(), staging.resolve("tmp"));
            }
            for (Path image : waiting(known)) {
                System.out.printf(
                        "waiting   %s  %s%n", ByteSize.human(Files.size(image)), Printable.of(image.toString()));
            }
            return code;
        } catch (IOException | UncheckedIOException e) {
            IOException cause = e instanceof UncheckedIOException wrapped ? wrapped.getCause() : (IOException) e;
            System.err.println("images list: " + Printable.of(Reason.of(Objects.requireNonNull(cause))));
            return 1;
        }
    }

    private static int media(LibraryStore store, Set<String> known) {
        for (Medium medium : store.media()) {
            long unread = store.parts(medium.hash()).stream()
                    .filter(part ->
                            part.status().equals("unread") || part.status().equals("incomplete"))
                    .count();
            System.out.printf(
                    "%-9s %s  %s  %d partition%s%s  %s%n",
                    medium.status(),
                    medium.hash(),
                    ByteSize.human(medium.imageBytes()),
                    store.parts(medium.hash()).size(),
                    store.parts(medium.hash()).size() == 1 ? "" : "s",
                    unread == 0 ? "" : ", " + unread + " not read whole",
                    Printable.of(medium.human()));
            known.add(String.valueOf(medium.imagePath()));
        }
        return 0;
    }

    private List<Path> waiting(Set<String> known) throws IOException {
        Path kept = staging.resolve("tmp");
        if (!Files.isDirectory(kept)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(kept)) {
            return all.filter(file -> CheckRun.isImage(file) && Files.isRegularFile(file))
                    .filter(file ->
                            !known.contains(file.toAbsolutePath().normalize().toString()))
                    .sorted()
                    .toList();
        }
    }
}
