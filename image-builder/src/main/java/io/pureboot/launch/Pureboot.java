package io.pureboot.launch;

import io.pureboot.bench.BenchCommand;
import io.pureboot.controller.ControllerServer;
import io.pureboot.controller.library.ImagesCommand;
import io.pureboot.demo.DemoCommand;
import io.pureboot.demo.RefusedException;
import io.pureboot.image.ImageCommand;
import io.pureboot.node.NodeServer;
import io.pureboot.vm.VmCommand;
import java.util.Arrays;
import picocli.CommandLine;

/** What {@code ./pureboot COMMAND …} runs; the exit code is 0, 1 (it failed) or 2 (it was called wrongly). */
public final class Pureboot {
    private Pureboot() {}

    public static void main(String[] args) {
        String command = args.length == 0 ? "" : args[0];
        String[] rest = Arrays.copyOfRange(args, Math.min(1, args.length), args.length);
        switch (command) {
            case "demo" -> System.exit(run(new DemoCommand(), rest));
            case "bench" -> System.exit(run(new BenchCommand(), rest));
            case "images" -> System.exit(run(ImagesCommand.line(rest), rest));
            case "image" -> System.exit(run(new ImageCommand(), rest));
            case "vm" -> System.exit(run(new VmCommand(), rest));
            case "controller" -> ControllerServer.main(rest);
            case "node" -> NodeServer.main(rest);
            default -> {
                System.err.println("pureboot: there is no command '" + command + "' here");
                System.exit(CommandLine.ExitCode.USAGE);
            }
        }
    }

    /** Runs a picocli command; every error is one line on stderr. */
    static int run(Object command, String... args) {
        return run(new CommandLine(command), args);
    }

    private static int run(CommandLine line, String... args) {
        line.setParameterExceptionHandler((problem, given) -> {
            System.err.println("pureboot: " + problem.getMessage() + " (see "
                    + problem.getCommandLine().getCommandName() + " --help)");
            return CommandLine.ExitCode.USAGE;
        });
        line.setExecutionExceptionHandler((problem, given, parsed) -> {
            String message = problem.getMessage();
            System.err.println("pureboot: " + (message == null ? problem.toString() : message));
            return problem instanceof RefusedException ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
        });
        return line.execute(args);
    }
}
