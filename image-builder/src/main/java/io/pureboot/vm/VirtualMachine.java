package io.pureboot.vm;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An emulated PC that runs. Emulated in software, with one CPU: hardware virtualisation may hang where it is nested, and
 * with several CPUs the emulator breaks JVMs.
 */
public final class VirtualMachine implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Path serial;
    private final Path line;
    private @Nullable SocketChannel keyboard;

    private VirtualMachine(String name, Process process, Path serial, Path line) {
        this.name = name;
        this.process = process;
        this.serial = serial;
        this.line = line;
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
        java.util.List<String> argv = new java.util.ArrayList<>(List.of("qemu-system-x86_64"));
        argv.addAll(List.of("-name", name, "-accel", "tcg", "-cpu", "max", "-smp", "1"));
        argv.addAll(List.of("-m", Integer.toString(mebibytes), "-display", "none", "-monitor", "none"));
        Path line = serial.resolveSibling(name + ".line");
        Files.deleteIfExists(line);
        argv.addAll(List.of(
                "-chardev",
                "socket,id=line,path=" + line + ",server=on,wait=off,logfile=" + serial,
                "-serial",
                "chardev:line"));
        argv.addAll(hardware);
        Process process = new ProcessBuilder(argv)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(serial.resolveSibling(name + ".qemu.log").toFile())
                .start();
        return new VirtualMachine(name, process, serial, line);
    }

    public String name() {
        return name;
    }

    /** What the machine has said on its serial port so far, and QEMU when it would not start. */
    public String said() throws IOException {
        String text = Files.exists(serial) ? Files.readString(serial, StandardCharsets.ISO_8859_1) : "";
        return process.isAlive() ? text : text + Files.readString(serial.resolveSibling(name + ".qemu.log"));
    }

    /** Types at its serial port. */
    public synchronized void type(String text) throws IOException {
        SocketChannel open = keyboard;
        if (open == null) {
            open = SocketChannel.open(UnixDomainSocketAddress.of(line));
            keyboard = open;
            SocketChannel heard = open;
            Thread.ofPlatform().daemon().name(name + " line").start(() -> forget(heard));
        }
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            open.write(bytes);
        }
    }

    /** What the machine says is in its file: read only so that the line does not fill up. */
    private static void forget(SocketChannel heard) {
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        try {
            while (heard.read(bytes.clear()) >= 0) {}
        } catch (IOException e) {
            // the machine is off
        }
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
        try (SocketChannel open = keyboard) {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // nothing was lost
        }
    }
}
