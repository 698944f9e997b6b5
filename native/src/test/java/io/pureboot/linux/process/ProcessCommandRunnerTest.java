package io.pureboot.linux.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProcessCommandRunnerTest {
    private final CommandRunner runner = new ProcessCommandRunner();

    @TempDir
    Path dir;

    @Test
    @DisplayName("X10 arguments reach the program byte for byte, whatever a shell would make of them")
    void passesArgumentsAsTheyAre() throws IOException {
        String evil = "$(touch " + dir.resolve("owned") + "); `id` | cat > x && 'q\" * Ü\n";
        assertEquals(
                evil, runner.run(Command.of("printf", "%s", evil)).orThrow().text());
        assertFalse(Files.exists(dir.resolve("owned")));
    }

    @Test
    void givesAFixedEnvironmentAndAnEmptyInput() throws IOException {
        List<String> environment =
                runner.run(Command.of("env")).orThrow().text().lines().sorted().toList();
        assertEquals(
                List.of(
                        "LC_ALL=C.UTF-8",
                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                        "TZ=UTC"),
                environment);
        assertEquals("", runner.run(Command.of("cat")).orThrow().text());
    }

    @Test
    void reportsTheExitCodeAndTheLastErrorLine() throws IOException {
        CommandResult result = runner.run(Command.of("cat", "/nothing/here"));
        assertEquals(1, result.exitCode());
        CommandFailedException failed = assertThrows(CommandFailedException.class, result::orThrow);
        assertTrue(failed.toString().contains("No such file or directory"), failed.toString());
    }

    @Test
    void saysThatAProgramIsMissing() {
        IOException missing = assertThrows(IOException.class, () -> runner.run(Command.of("no-such-tool")));
        assertTrue(missing.toString().contains("no-such-tool is not installed"), missing.toString());
        assertThrows(IOException.class, () -> runner.run(Command.of("../bin/true")));
    }

    @Test
    void keepsBoundedOutputButReadsItAll() throws IOException {
        CommandResult result =
                runner.run(Command.of("head", "-c", "3000000", "/dev/zero").keeping(1000));
        assertEquals(0, result.exitCode());
        assertArrayEquals(new byte[1000], result.stdout());
        assertTrue(result.truncated());
        assertFalse(runner.run(Command.of("head", "-c", "1000", "/dev/zero").keeping(1000))
                .truncated());
    }

    @Test
    void readsBothOutputsAtOnce() throws IOException {
        CommandResult result =
                runner.run(Command.of("sh", "-c", "head -c 500000 /dev/zero >&2; head -c 500000 /dev/zero; exit 3"));
        assertEquals(3, result.exitCode());
        assertEquals(500_000, result.stdout().length);
        assertEquals(500_000, result.stderr().length);
    }

    @Test
    void sendsTheOutputToAFile() throws IOException {
        Path file = dir.resolve("out");
        CommandResult result = runner.run(Command.of("printf", "hello").into(file));
        assertEquals("hello", Files.readString(file));
        assertEquals(0, result.stdout().length);
    }

    @Test
    void killsTheWholeTreeWhenTheLimitPasses() throws Exception {
        Path pids = dir.resolve("pids");
        Command command = Command.of("sh", "-c", "sleep 300 & echo $! > " + pids + "; (sleep 301; true) ; wait")
                .within(Duration.ofSeconds(1));
        assertThrows(CommandTimeoutException.class, () -> runner.run(command));
        long child = Long.parseLong(Files.readString(pids).strip());
        ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
        assertTrue(ProcessHandle.of(child).isEmpty()
                || !ProcessHandle.of(child).orElseThrow().isAlive());
    }

    @Test
    void signalsShowInTheExitCode() throws IOException {
        assertEquals(128 + 9, runner.run(Command.of("sh", "-c", "kill -9 $$")).exitCode());
    }

    @Test
    void doesNotWaitForADaemonThatKeepsThePipeOpen() throws IOException {
        long start = System.nanoTime();
        CommandResult result =
                runner.run(Command.of("sh", "-c", "sleep 20 & echo started").within(Duration.ofSeconds(15)));
        // Whether the JDK has closed the pipe by then, and so whether it counts as cut short, is a race it owns.
        assertEquals("started\n", result.text());
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(15).toNanos());
    }
}
