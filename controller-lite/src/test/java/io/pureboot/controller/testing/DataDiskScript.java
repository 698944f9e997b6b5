package io.pureboot.controller.testing;

import io.pureboot.controller.data.DataInMemory;
import io.pureboot.linux.block.LoopDevice;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.ProcessCommandRunner;
import io.pureboot.linux.sysfs.BlockDevices;
import io.pureboot.linux.sysfs.DiskDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The image's own {@code data-disk}, but with a label and places of one test, and only its disks on offer. */
public final class DataDiskScript {
    private static final Path ORIGINAL = Path.of("..", "rootfs-overlay/usr/local/lib/pureboot/data-disk");

    /** Done when the controller asked to be started again. */
    public final CompletableFuture<Boolean> restart = new CompletableFuture<>();

    private final Path script;
    private final Path state;
    private final String label;
    private String whole = "";

    private DataDiskScript(Path script, Path state, String label) {
        this.script = script;
        this.state = state;
        this.label = label;
    }

    /**
     * @param folder for the script and its state
     * @param data what is in memory in the image
     */
    public static DataDiskScript in(Path folder, Path data) throws IOException {
        Path state = Files.createDirectories(folder.resolve("run"));
        String label = "PB" + Long.toString(System.nanoTime(), 36);
        String text = Files.readString(ORIGINAL)
                .replace("\nlabel=PUREBOOT\n", "\nlabel=" + label + "\n")
                .replace("\ndata=/opt/pureboot\n", "\ndata=" + data + "\n")
                .replace("\nstate=/run/pureboot\n", "\nstate=" + state + "\n");
        Path script = Files.writeString(folder.resolve("data-disk"), text);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return new DataDiskScript(script, state, label);
    }

    /** {@code make} waits, a minute at most, until {@link #letGo}. */
    public DataDiskScript held() throws IOException {
        new ProcessCommandRunner()
                .run(Command.of("mkfifo", state.resolve("go").toString()))
                .orThrow();
        Files.writeString(
                script,
                Files.readString(script)
                        .replace("\nmake() {\n", "\nmake() {\n    timeout 60 cat \"$state/go\" >/dev/null\n"));
        return this;
    }

    /** What runs ends for good right before it calls a tool. */
    public void powerFailsBefore(String tool) throws IOException {
        whole = Files.readString(script);
        Files.writeString(
                script, whole.replace("/usr/sbin/" + tool + " ", "kill -9 $$ && exit; /usr/sbin/" + tool + " "));
    }

    /** A tool does its work and ends with an error all the same. */
    public void fails(String tool) throws IOException {
        whole = Files.readString(script);
        Files.writeString(
                script,
                whole.replace("/usr/sbin/" + tool + " ", "sh -c '\"$@\"; exit 1' failing /usr/sbin/" + tool + " "));
    }

    public void powerIsBack() throws IOException {
        Files.writeString(script, whole);
    }

    public void letGo() throws IOException {
        Files.writeString(state.resolve("go"), "go\n");
    }

    /** Why the data are in memory, as the console says it. */
    public void problem(String text) throws IOException {
        Files.writeString(Files.createDirectories(state.resolve("problems")).resolve("data"), text + "\n");
    }

    public String label() {
        return label;
    }

    public CommandResult run(String... arguments) throws IOException {
        List<String> argv = new ArrayList<>(List.of(script.toString()));
        argv.addAll(List.of(arguments));
        return new ProcessCommandRunner().run(Command.of(argv.toArray(String[]::new)));
    }

    /** For a controller that may take these disks. */
    public DataInMemory offering(LoopDevice... disks) {
        return new DataInMemory(script.toAbsolutePath(), () -> listed(disks), () -> restart.complete(true));
    }

    public void awaitRestart() throws Exception {
        restart.get(60, TimeUnit.SECONDS);
    }

    private static List<DiskDevice> listed(LoopDevice... disks) throws IOException {
        List<DiskDevice> listed = new ArrayList<>();
        for (LoopDevice disk : disks) {
            listed.add(BlockDevices.ofThisMachine().find(disk.name()).orElseThrow());
        }
        return listed;
    }
}
