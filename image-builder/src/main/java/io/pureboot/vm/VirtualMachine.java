package io.pureboot.vm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An emulated PC that runs. Emulated in software, with one CPU: hardware virtualisation may hang where it is nested, and
 * with several CPUs the emulator breaks JVMs.
 */
public final class VirtualMachine implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Path serial;

    private VirtualMachine(String name, Process process, Path serial) {
        this.name = name;
        this.process = process;
        this.serial = serial;
    }

    /**
     * Turns a machine on.
     *
     * @param hardware QEMU's options for everything but CPU, memory and serial port
     * @param mebibytes of memory
     * @param serial file that gets what the machine says on its serial port
     */
    public static VirtualMachine start(String name, int mebibytes, Path serial, List<String> hardware)
            throws IOException {
        java.util.List<String> argv = new java.util.ArrayList<>(List.of("nice", "qemu-system-x86_64"));
        argv.addAll(List.of("-name", name, "-accel", "tcg", "-cpu", "max", "-smp", "1"));
        argv.addAll(List.of("-m", Integer.toString(mebibytes), "-display", "none", "-monitor", "none"));
        argv.addAll(List.of("-serial", "file:" + serial));
        argv.addAll(hardware);
        Process process = new ProcessBuilder(argv)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(serial.resolveSibling(name + ".qemu.log").toFile())
                .start();
        return new VirtualMachine(name, process, serial);
    }

    public String name() {
        return name;
    }

    /** What the machine has said on its serial port so far, and QEMU when it would not start. */
    public String said() throws IOException {
        String text = Files.exists(serial) ? Files.readString(serial, StandardCharsets.ISO_8859_1) : "";
        return process.isAlive() ? text : text + Files.readString(serial.resolveSibling(name + ".qemu.log"));
    }

    public boolean running() {
        return process.isAlive();
    }

    /** Waits until the machine has turned itself off; false when it has not in this time. */
    public boolean awaitOff(long seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }

    /** As pulling its plug. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
