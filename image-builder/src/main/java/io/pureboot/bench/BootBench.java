package io.pureboot.bench;

import io.pureboot.demo.Workspace;
import io.pureboot.image.BareRamDisk;
import io.pureboot.image.BootMenu;
import io.pureboot.image.ImageCommand;
import io.pureboot.vm.Hardware;
import io.pureboot.vm.VirtualMachine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From turning a machine on, emulated with one CPU, to the first answer by HTTPS; and what the kernel alone takes of it. */
final class BootBench implements Bench {
    /** What the kernel says when it starts the first program. */
    private static final String INIT = "Run /init as init process";

    private static final int PORT = 9443;
    /** What starts; 512 MiB are what is asked for. */
    private static final int LEAST_MEMORY = 384;

    /** The kernel says when it starts the first program. */
    private static final String LOUD = BootMenu.KERNEL_OPTIONS.replace("console=tty0 quiet loglevel=4", "loglevel=7");

    private static final double MOST_SECONDS = 25;
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Duration STEP = Duration.ofMillis(50);

    private final Workspace workspace;
    private int boots;

    BootBench(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public String name() {
        return "boot";
    }

    @Override
    public List<Figure> run(Progress progress) throws IOException, InterruptedException {
        progress.say("building the image where something changed");
        Path image = ImageCommand.buildUsual();
        Path both = workspace.file("both.img");
        try (OutputStream out = Files.newOutputStream(both)) {
            Files.copy(image.resolve("initrd.img"), out);
            Files.copy(image.resolve("initrd-start.img"), out);
        }
        List<Figure> figures = new ArrayList<>();
        figures.add(kernelAlone(progress, image));
        for (int mebibytes : List.of(LEAST_MEMORY, 512, 1024)) {
            figures.add(boot(progress, image, both, "with the start archive", mebibytes));
            figures.add(boot(progress, image, image.resolve("initrd.img"), "without it", mebibytes));
        }
        return figures;
    }

    private Figure kernelAlone(Progress progress, Path image) throws IOException, InterruptedException {
        progress.say("the kernel with an init that says one line");
        Hardware pc = Hardware.pc()
                .kernel(image.resolve("vmlinuz"), BareRamDisk.write(workspace.folder()), LOUD)
                .with("-nic", "none");
        long on = System.nanoTime();
        try (VirtualMachine machine = VirtualMachine.start("bare", 512, workspace.file("bare.serial"), pc.options())) {
            double line = until(machine, on, () -> machine.said().contains(BareRamDisk.LINE));
            return Figure.measured(name(), "on to a bare init", "512 MiB", line, "s", Map.of());
        }
    }

    private Figure boot(Progress progress, Path image, Path initrd, String what, int mebibytes)
            throws IOException, InterruptedException {
        progress.say(mebibytes + " MiB, " + what);
        int port = Ports.free();
        Hardware pc =
                Hardware.pc().kernel(image.resolve("vmlinuz"), initrd, LOUD).alone("virtio-net-pci", port, PORT);
        long on = System.nanoTime();
        try (VirtualMachine machine =
                        VirtualMachine.start("boot", mebibytes, workspace.file("boot-" + ++boots), pc.options());
                FirstAnswer answer = new FirstAnswer(port)) {
            double init = until(machine, on, () -> machine.said().contains(INIT));
            until(machine, on, answer::came);
            double answered = (answer.at() - on) / 1e9;
            return Figure.atMost(
                    name(),
                    "/init to first answer, " + what,
                    mebibytes + " MiB",
                    answered - init,
                    "s",
                    MOST_SECONDS,
                    Map.of("on_to_init", Figure.rounded(init), "on_to_answer", Figure.rounded(answered)));
        }
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /** Seconds since {@code on} at which the condition held. */
    private static double until(VirtualMachine machine, long on, Condition condition)
            throws IOException, InterruptedException {
        while (true) {
            boolean running = machine.running();
            if (condition.holds()) {
                break;
            }
            if (!running || System.nanoTime() - on > LIMIT.toNanos()) {
                throw new IOException("the machine does not come up; it said:\n" + machine.said());
            }
            Thread.sleep(STEP);
        }
        return (System.nanoTime() - on) / 1e9;
    }
}
