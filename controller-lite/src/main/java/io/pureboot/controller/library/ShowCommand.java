package io.pureboot.controller.library;

import io.pureboot.controller.library.text.Printable;
import io.pureboot.controller.library.text.Reason;
import io.pureboot.controller.store.LibraryFiles.Count;
import io.pureboot.controller.store.LibraryStore;
import io.pureboot.controller.store.LibraryStore.Medium;
import io.pureboot.controller.store.LibraryStore.Part;
import io.pureboot.protocol.ByteSize;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pureboot images show}. */
@Command(
        name = "show",
        description = "Shows a medium: its partitions, who read them, how many files, what was not read and why.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "HASH", arity = "1..*", description = "the medium's hash, or how it begins")
    private List<String> hashes = List.of();

    @Mixin
    private LibraryOption library = new LibraryOption();

    @Override
    public Integer call() {
        return library.use("show", (folder, store) -> {
            int code = 0;
            for (String hash : hashes) {
                try {
                    show(store, LibraryOption.media(store, List.of(hash)).getFirst());
                } catch (IOException e) {
                    System.err.println("images show: " + Printable.of(Reason.of(e)));
                    code = 1;
                }
            }
            return code;
        });
    }

    private static void show(LibraryStore store, Medium medium) {
        System.out.printf(
                "%s  %s%n  %s, table %s, sectors of %d bytes, %s since %s%n",
                medium.hash(),
                Printable.of(medium.human()),
                ByteSize.human(medium.imageBytes()),
                medium.table(),
                medium.sectorSize(),
                medium.status(),
                medium.addedAt());
        line("image", medium.imagePath());
        line("archive", medium.archivePath());
        line("message", medium.message());
        line("health", health(medium));
        for (Part part : store.parts(medium.hash())) {
            Count count = store.files().count(medium.hash(), part.part());
            System.out.printf(
                    "  p%-12s at %d  %s  %s%s%n",
                    Printable.of(part.part()),
                    part.startBytes(),
                    part.sizeBytes() < 0 ? "size unknown" : ByteSize.human(part.sizeBytes()),
                    part.fsType() == null ? "nothing recognised" : part.fsType(),
                    part.label() == null ? "" : " \"" + Printable.of(part.label()) + "\"");
            String files = part.reader() == null
                    ? ""
                    : ", %d names, %d files of %s, %d copied, read by %s"
                            .formatted(
                                    part.records(),
                                    count.files(),
                                    ByteSize.human(count.bytes()),
                                    count.copied(),
                                    part.reader());
            long attributes = store.files().attributes(medium.hash(), part.part());
            files += attributes == 0 ? "" : ", %d extended attributes".formatted(attributes);
            System.out.printf(
                    "    %s%s%s%n",
                    part.status(), part.reason() == null ? "" : ": " + Printable.of(part.reason()), files);
        }
        for (Map<String, Object> entry : medium.diagnostics()) {
            System.out.println("  seen " + Printable.of(new TreeMap<>(entry).toString()));
        }
    }

    private static @org.jspecify.annotations.Nullable String health(Medium medium) {
        Long rescued = medium.rescuedBytes();
        return rescued == null
                ? null
                : "%s: %d of %d bytes were rescued".formatted(medium.health(), rescued, medium.imageBytes());
    }

    private static void line(String what, @org.jspecify.annotations.Nullable String text) {
        if (text != null) {
            System.out.printf("  %s %s%n", what, Printable.of(text));
        }
    }
}
