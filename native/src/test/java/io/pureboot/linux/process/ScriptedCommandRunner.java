package io.pureboot.linux.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Answers commands from a script and notes them. A command nobody expected is an AssertionError, so that no test starts
 * a tool by accident; the latest matching rule wins.
 */
public final class ScriptedCommandRunner implements CommandRunner {
    private record Rule(Predicate<List<String>> matches, Answer answer) {}

    /** What a tool would have done. */
    @FunctionalInterface
    public interface Answer {
        CommandResult to(Command command) throws IOException;
    }

    private final List<Rule> rules = new ArrayList<>();
    private final List<List<String>> commands = new ArrayList<>();

    /** Commands whose arguments begin with these succeed and print {@code stdout}. */
    public ScriptedCommandRunner on(List<String> prefix, String stdout) {
        return on(prefix, 0, stdout, "");
    }

    public synchronized ScriptedCommandRunner on(List<String> prefix, int exitCode, String stdout, String stderr) {
        return on(prefix, command -> result(command, exitCode, stdout, stderr));
    }

    public synchronized ScriptedCommandRunner on(List<String> prefix, Answer answer) {
        List<String> begin = List.copyOf(prefix);
        rules.addFirst(new Rule(
                argv -> argv.size() >= begin.size()
                        && argv.subList(0, begin.size()).equals(begin),
                answer));
        return this;
    }

    /** A result of that command; stdout goes into its file when it has one. */
    public static CommandResult result(Command command, int exitCode, String stdout, String stderr) throws IOException {
        byte[] output = stdout.getBytes(StandardCharsets.UTF_8);
        Path file = command.stdoutFile();
        if (file != null) {
            Files.write(file, output);
            output = new byte[0];
        }
        return new CommandResult(command, exitCode, output, stderr.getBytes(StandardCharsets.UTF_8), false);
    }

    /** All commands run so far, in order. */
    public synchronized List<List<String>> commands() {
        return List.copyOf(commands);
    }

    @Override
    public CommandResult run(Command command) throws IOException {
        return answer(command).to(command);
    }

    private synchronized Answer answer(Command command) {
        commands.add(command.argv());
        for (Rule rule : rules) {
            if (rule.matches().test(command.argv())) {
                return rule.answer();
            }
        }
        throw new AssertionError("the script has no answer to " + command.argv());
    }
}
