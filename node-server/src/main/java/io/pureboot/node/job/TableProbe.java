package io.pureboot.node.job;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.node.session.KernelNotice;
import java.io.IOException;

/** Gives the kernel a disk's partitions one by one, which also kernels do that read no partition tables themselves. */
public final class TableProbe implements KernelNotice {
    private final CommandRunner runner;

    public TableProbe(CommandRunner runner) {
        this.runner = runner;
    }

    @Override
    public void tableChanged(String device) throws IOException {
        runner.run(Command.of("partprobe", device)).orThrow();
    }
}
