package io.pureboot.linux.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tools as child processes: found on a fixed path, messages in English, times in UTC, nothing on stdin. Safe for several
 * threads. An interrupt kills the tool and ends in an InterruptedIOException.
 */
public final class ProcessCommandRunner implements CommandRunner {
    private static final Logger log = LoggerFactory.getLogger(ProcessCommandRunner.class);
    private static final Duration PIPE_GRACE = Duration.ofSeconds(3);

    @Override
    public CommandResult run(Command command) throws IOException {
        Process process = start(command);
        OutputDrain stdout = new OutputDrain(outputOf(process, command), command.outputLimit(), "stdout drain");
        OutputDrain stderr = new OutputDrain(process.getErrorStream(), command.outputLimit(), "stderr drain");
        try {
            if (!process.waitFor(command.limit().toMillis(), TimeUnit.MILLISECONDS)) {
                ProcessTree.kill(process);
                throw new CommandTimeoutException(command);
            }
            stdout.finish(PIPE_GRACE);
            stderr.finish(PIPE_GRACE);
        } catch (InterruptedException e) {
            throw interrupted(process, command);
        }
        CommandResult result = new CommandResult(
                command, process.exitValue(), stdout.bytes(), stderr.bytes(), stdout.truncated() || stderr.truncated());
        log.debug("{} -> {}", command.argv(), result.exitCode());
        return result;
    }

    private static Process start(Command command) throws IOException {
        List<String> argv = new ArrayList<>(command.argv());
        argv.set(0, ProgramPath.find(argv.getFirst()));
        ProcessBuilder builder = new ProcessBuilder(argv).redirectInput(new File("/dev/null"));
        if (command.stdoutFile() != null) {
            builder.redirectOutput(command.stdoutFile().toFile());
        }
        builder.environment().clear();
        // English messages like C, but with it tools such as mkfs.exfat refuse a label that is not ASCII.
        builder.environment().put("LC_ALL", "C.UTF-8");
        // Times are printed, and those that a disk has without a zone are read, the same on every machine.
        builder.environment().put("TZ", "UTC");
        builder.environment().put("PATH", ProgramPath.asVariable());
        return builder.start();
    }

    private static InputStream outputOf(Process process, Command command) {
        return command.stdoutFile() == null ? process.getInputStream() : InputStream.nullInputStream();
    }

    private static InterruptedIOException interrupted(Process process, Command command) {
        try {
            ProcessTree.kill(process);
        } catch (InterruptedException again) {
            process.destroyForcibly();
        }
        Thread.currentThread().interrupt();
        return new InterruptedIOException(command.argv().getFirst() + " was interrupted and killed");
    }
}
