package io.pureboot.controller.library;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code pureboot images …}. */
@Command(
        name = "images",
        description = "Disk images: find those with several partitions in old archives, list and keep what is in them.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class ImagesCommand implements Runnable {
    private static final Map<String, Supplier<Object>> COMMANDS = commands();

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("check", CheckCommand::new);
        commands.put("ingest", IngestCommand::new);
        commands.put("list", ListCommand::new);
        commands.put("show", ShowCommand::new);
        commands.put("verify", VerifyCommand::new);
        commands.put("clean", CleanCommand::new);
        return commands;
    }

    /** The command line for these arguments: of the commands only the one they name, as each takes time to set up. */
    public static CommandLine line(String... arguments) {
        CommandLine line = new CommandLine(new ImagesCommand());
        String named = arguments.length == 0 ? "" : arguments[0];
        COMMANDS.forEach((name, command) -> {
            if (name.equals(named) || !COMMANDS.containsKey(named)) {
                line.addSubcommand(name, command.get());
            }
        });
        return line;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), "a command is missing");
    }
}
