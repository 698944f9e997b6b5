package io.pureboot.node.job;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;

/** Asks the machine's init, which unmounts what is mounted before it stops. */
public final class CommandPower implements Power {
    private final CommandRunner runner;

    public CommandPower(CommandRunner runner) {
        this.runner = runner;
    }

    @Override
    public void poweroff() throws IOException {
        runner.run(Command.of("poweroff")).orThrow();
    }

    @Override
    public void reboot() throws IOException {
        runner.run(Command.of("reboot")).orThrow();
    }
}
