package io.pureboot.controller.library;

import io.pureboot.controller.library.ingest.Ingest;
import io.pureboot.controller.library.read.Readers;
import io.pureboot.controller.library.text.Printable;
import io.pureboot.controller.library.text.Reason;
import io.pureboot.linux.process.ProcessCommandRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pureboot images ingest}. */
@Command(
        name = "ingest",
        description =
                "Takes images into the library: lists and copies the files of every partition, archives the image.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        footer = {
            "",
            "An image named by 32 hex digits is of the medium of that hash; others are told by their content.",
            "The image is only read, nothing is mounted. XFS and btrfs inside a partition need root.",
            "Exit code 0 when everything was read, else 1: images show says what was not, and why."
        })
final class IngestCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(IngestCommand.class);

    @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "images, such as images check kept")
    private List<Path> images = List.of();

    @Mixin
    private LibraryOption library = new LibraryOption();

    @Option(names = "--enum-only", description = "only list the files; copy and archive nothing")
    private boolean enumOnly;

    @Option(names = "--no-archive", description = "copy the files, but do not write the image's archive")
    private boolean noArchive;

    @Option(names = "--message", paramLabel = "TEXT", description = "a note to keep with the medium")
    private @Nullable String message;

    @Option(
            names = "--map",
            paramLabel = "FILE",
            description = "the image's ddrescue map (default: the .map beside it)")
    private @Nullable Path map;

    @Override
    public Integer call() {
        if (map != null && images.size() > 1) {
            System.err.println("images ingest: --map is the map of one image; give one image");
            return CommandLine.ExitCode.USAGE;
        }
        Readers readers = new Readers(new ProcessCommandRunner());
        Ingest.Options options = new Ingest.Options(!enumOnly, !enumOnly && !noArchive, message, map);
        boolean complete = true;
        for (Path image : images) {
            try {
                complete &= Ingest.run(library.folder(), image, options, readers, Clock.systemUTC(), System.out)
                        .complete();
            } catch (IOException e) {
                System.err.println("images ingest: " + Printable.of(image + ": " + Reason.of(e)));
                complete = false;
            } catch (RuntimeException e) {
                LOG.error("images ingest: {}", image, e);
                System.err.println("images ingest: " + Printable.of(image + ": " + e));
                complete = false;
            }
        }
        return complete ? 0 : 1;
    }
}
