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
        subcommands = {CheckCommand.class})
public final class ImagesCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                Objects.requireNonNull(spec).commandLine(), "a command is missing: see pureboot images --help");
    }

    /** Runs the command line; exit code 0, 1 when something failed, 2 for wrong arguments. */
    public static int execute(String... arguments) {
        return commandLine().execute(arguments);
    }

    /** For the launcher to hang under its own command. */
    public static CommandLine commandLine() {
        return new CommandLine(new ImagesCommand())
                .setParameterExceptionHandler((e, arguments) -> {
                    e.getCommandLine().getErr().println(e.getMessage());
                    return CommandLine.ExitCode.USAGE;
                });
    }
}
