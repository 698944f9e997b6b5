package io.pureboot.controller.library;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code pureboot images …}. */
@Command(
        name = "images",
        description = "Disk images: find those with several partitions in old archives, list and keep what is in them.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            CheckCommand.class,
            IngestCommand.class,
            ListCommand.class,
            ShowCommand.class,
            VerifyCommand.class,
            CleanCommand.class
        })
public final class ImagesCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), "a command is missing");
    }
}
