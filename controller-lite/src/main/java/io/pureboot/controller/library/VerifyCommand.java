package io.pureboot.controller.library;

import io.pureboot.controller.library.ingest.LibraryCheck;
import io.pureboot.controller.library.text.Printable;
import io.pureboot.controller.store.LibraryStore.Medium;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pureboot images verify}. */
@Command(
        name = "verify",
        description = "Reads contents and archives again and compares them with what the library says.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit code 0 when all is well, else 1."})
final class VerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "HASH", arity = "0..*", description = "media, by how their hashes begin; all without")
    private List<String> hashes = List.of();

    @Mixin
    private LibraryOption library = new LibraryOption();

    @Override
    public Integer call() {
        return library.use("verify", (folder, store) -> {
            LibraryCheck check = new LibraryCheck(folder, store, Clock.systemUTC());
            boolean well = true;
            for (Medium medium : LibraryOption.media(store, hashes)) {
                List<String> problems = check.problems(medium);
                well &= problems.isEmpty();
                System.out.printf("%s  %s%n", medium.hash(), problems.isEmpty() ? "verified" : "PROBLEMS");
                problems.forEach(problem -> System.out.println("  " + Printable.of(problem)));
            }
            return well ? 0 : 1;
        });
    }
}
