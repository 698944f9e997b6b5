package io.pureboot.controller.library;

import io.pureboot.controller.library.ingest.LibraryFolder;
import io.pureboot.controller.library.text.Printable;
import io.pureboot.controller.library.text.Reason;
import io.pureboot.controller.store.Database;
import io.pureboot.controller.store.LibraryStore;
import io.pureboot.controller.store.LibraryStore.Medium;
import io.pureboot.controller.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --library DIR}, and what the commands ask of a library. */
final class LibraryOption {
    @Option(
            names = "--library",
            paramLabel = "DIR",
            defaultValue = LibraryFolder.DEFAULT,
            description = "where the library is (default: ${DEFAULT-VALUE})")
    private Path root = Path.of(LibraryFolder.DEFAULT);

    /** What a command does with the library. */
    interface Use {
        int with(LibraryFolder folder, LibraryStore store) throws IOException;
    }

    LibraryFolder folder() {
        return new LibraryFolder(root.toAbsolutePath().normalize());
    }

    /** Exit code of the use; 1 with a line when the library cannot be read. */
    int use(String command, Use use) {
        if (!Files.isRegularFile(folder().database())) {
            System.err.printf("images %s: there is no library in %s yet (see images ingest)%n", command, root);
            return 1;
        }
        try (Database database = Database.openLibrary(folder().database())) {
            return use.with(folder(), new LibraryStore(database));
        } catch (IOException e) {
            System.err.printf("images %s: %s%n", command, Printable.of(Reason.of(e)));
            return 1;
        } catch (StoreException e) {
            System.err.printf(
                    "images %s: the library's database %s cannot be used: %s%n",
                    command, folder().database(), Printable.of(String.valueOf(e.getMessage())));
            return 1;
        }
    }

    /** The media meant: all, or those whose hash begins so. */
    static List<Medium> media(LibraryStore store, List<String> prefixes) throws IOException {
        if (prefixes.isEmpty()) {
            return store.media();
        }
        List<Medium> found = new ArrayList<>();
        for (String prefix : prefixes) {
            List<Medium> fitting = store.media().stream()
                    .filter(medium -> medium.hash().startsWith(prefix))
                    .toList();
            if (fitting.size() != 1) {
                throw new IOException(
                        fitting.isEmpty()
                                ? "no medium begins with " + prefix
                                : "%d media begin with %s".formatted(fitting.size(), prefix));
            }
            found.addAll(fitting);
        }
        return found;
    }
}
