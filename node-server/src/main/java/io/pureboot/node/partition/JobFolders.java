package io.pureboot.node.partition;

import io.pureboot.linux.block.DirectBlockDevice;
import io.pureboot.linux.partition.KernelPartitions;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.linux.sysfs.BlockDevices;
import io.pureboot.linux.sysfs.InUse;
import io.pureboot.node.disk.TablePartitions;
import io.pureboot.node.filesystem.FileSystemEditors;
import io.pureboot.node.filesystem.ToolBox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder for each job: its journal, and the table as it was before. What is in there outlives the program. */
final class JobFolders {
    /** Where partitions lie that are not as a job left them. */
    private static final String CHANGED = "elsewhere";

    private final Path folder;
    private final FileSystemEditors editors;
    private final KernelPartitions kernel;
    private final JobEvents events;
    private final DiskWork.DiskOpener opener;

    /** @param folder made when missing */
    JobFolders(Path folder, CommandRunner runner, KernelPartitions kernel, JobEvents events, DiskWork.DiskOpener opener)
            throws IOException {
        this.folder = Files.createDirectories(folder);
        this.editors = new FileSystemEditors(new ToolBox(runner, mounts()));
        this.kernel = kernel;
        this.events = events;
        this.opener = opener;
        dropMounts(runner);
    }

    private Path mounts() {
        return folder.resolve("mounts");
    }

    /** Mounts that a program which died had made for a tool. */
    private void dropMounts(CommandRunner runner) throws IOException {
        if (!Files.isDirectory(mounts())) {
            return;
        }
        try (Stream<Path> left = Files.list(mounts())) {
            for (Path mount : left.toList()) {
                runner.run(Command.of("umount", mount.toString()));
                Files.deleteIfExists(mount);
            }
        }
    }

    /** All jobs there are, the oldest first. */
    List<PartitionRun> all() throws IOException {
        try (Stream<Path> folders = Files.list(folder)) {
            List<PartitionRun> found = new ArrayList<>();
            for (Path each :
                    folders.filter(one -> Files.exists(one.resolve("journal"))).toList()) {
                found.add(open(each.getFileName().toString()));
            }
            found.sort(Comparator.comparing(each -> each.view().startedAt()));
            return found;
        }
    }

    /** A job as its journal has it. */
    PartitionRun open(String id) throws IOException {
        DiskWork work = new DiskWork(
                Path.of(state(id).header().device()),
                BlockDevices.ofThisMachine(),
                InUse.ofThisMachine(),
                kernel,
                editors,
                opener);
        return new PartitionRun(folder.resolve(id), work, events);
    }

    JobState state(String id) throws IOException {
        return JobJournal.read(folder.resolve(id));
    }

    PartitionRun begin(JobHeader header) throws IOException {
        // Before there is a journal: a job whose backup cannot be made was never begun.
        TableBackup table = tableOf(header.device());
        JobJournal.create(folder.resolve(header.id()), header);
        return withTable(header, table);
    }

    /** Takes up what a disk, named by the header, says of a job. */
    PartitionRun takeUp(JobHeader header, DiskNote.Standing standing, String spans) throws IOException {
        JobJournal.create(folder.resolve(header.id()), header, standing, standing.fits(spans) ? spans : CHANGED);
        return withTable(header, tableOf(header.device()));
    }

    private PartitionRun withTable(JobHeader header, TableBackup table) throws IOException {
        table.save(table(header.id()));
        return open(header.id());
    }

    private Path table(String id) {
        return folder.resolve(id).resolve("table");
    }

    private static TableBackup tableOf(String device) throws IOException {
        try (var disk = DirectBlockDevice.openReadOnly(Path.of(device))) {
            return TableBackup.capture(disk);
        }
    }

    /** Whether somebody else has changed the table since a job stopped. */
    boolean layoutChanged(String id) throws IOException {
        JobState state = state(id);
        String layout = state.layout();
        if (layout == null) {
            return false;
        }
        try (var disk = DirectBlockDevice.openReadOnly(Path.of(state.header().device()))) {
            return !layout.equals(String.join(" ", TablePartitions.spans(disk)));
        }
    }

    /** Puts the table back that the disk had before a job. */
    void restoreTable(String id) throws IOException {
        Path disk = Path.of(state(id).header().device());
        try (var device = DirectBlockDevice.openExclusive(disk)) {
            TableBackup.load(table(id)).restore(device);
        }
        new TableWork(disk, kernel).tellKernel();
    }

    /** Writes down that a job is over, on its disk too. */
    PartitionRun end(String id, String how, @Nullable String why) throws IOException {
        try (JobJournal journal = JobJournal.open(folder.resolve(id))) {
            journal.append(new JobJournal.Line(how, 0, 0, why));
        }
        try (var device =
                DirectBlockDevice.openShared(Path.of(state(id).header().device()))) {
            DiskNote.clear(device, id);
        }
        return open(id);
    }
}
