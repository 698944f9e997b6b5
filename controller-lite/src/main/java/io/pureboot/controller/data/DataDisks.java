package io.pureboot.controller.data;

import io.pureboot.controller.check.Devices;
import io.pureboot.controller.check.Fields;
import io.pureboot.controller.data.DataPlace.State;
import io.pureboot.controller.event.EventBus;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import io.pureboot.linux.process.CommandRunner;
import io.pureboot.linux.sysfs.DiskDevice;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers empty disks of this machine for data that are in memory, and makes a data partition on one. Only the image's
 * script looks at disks and writes to them; it checks again right before it writes. Thread-safe.
 */
public final class DataDisks {
    private static final Logger LOG = LoggerFactory.getLogger(DataDisks.class);
    private static final Duration CHECKING = Duration.ofMinutes(1);
    private static final Duration MAKING = Duration.ofMinutes(15);

    /** What a person asks for: the disk, and {@link DataDisk#confirmation} typed. */
    public record Wanted(@Nullable String device, @Nullable String confirmation) {}

    private final String directory;
    private final @Nullable DataInMemory memory;
    private final CommandRunner runner;
    private final EventBus events;
    private final @Nullable String warning;
    /** Whose checks open disks for themselves alone would make a tool that works on one fail. */
    private final ReentrantLock tools = new ReentrantLock();

    private volatile DataPlace place;

    /**
     * @param directory of the data
     * @param memory null when they are on a disk
     */
    public DataDisks(Path directory, @Nullable DataInMemory memory, CommandRunner runner, EventBus events) {
        this.directory = directory.toString();
        this.memory = memory;
        this.runner = runner;
        this.events = events;
        this.warning = memory == null ? null : why(memory);
        this.place = new DataPlace(memory != null, this.directory, warning, State.IDLE, null, null);
    }

    public DataPlace place() {
        return place;
    }

    /** Every disk, each looked at anew; a few seconds. */
    public List<DataDisk> disks() {
        DataInMemory from = inMemory();
        if (!tools.tryLock()) {
            throw new ProblemException(ProblemType.CONFLICT, "The disks are being looked at, or one is prepared.");
        }
        try {
            notNow();
            List<DataDisk> found = new ArrayList<>();
            for (DiskDevice disk : list(from)) {
                String reason = whyNot(from, disk);
                found.add(new DataDisk(
                        disk.device().toString(),
                        disk.sizeBytes(),
                        disk.model(),
                        disk.serial(),
                        confirmation(disk),
                        reason == null,
                        reason));
            }
            return found;
        } finally {
            tools.unlock();
        }
    }

    /** Null for an empty disk. One that cannot be looked at hides none of the others. */
    private @Nullable String whyNot(DataInMemory from, DiskDevice disk) {
        try {
            CommandResult checked = run(from, CHECKING, "check", disk.device().toString());
            return checked.ok() ? null : said(checked);
        } catch (ProblemException e) {
            LOG.warn("{} cannot be looked at: {}", disk.device(), e.getMessage());
            return "It could not be looked at: " + e.getMessage();
        }
    }

    /**
     * Takes a disk: returns at once, {@link #place} says how it goes on.
     *
     * @throws ProblemException 422 naming the field, 409 when the data are on a disk already or one is being made
     */
    public DataPlace make(Wanted wanted) {
        new Fields()
                .requiredText("device", wanted.device(), Devices.MAX_LENGTH)
                .requiredText("confirmation", wanted.confirmation(), 255)
                .orThrow();
        String device = Devices.path(String.valueOf(wanted.device()));
        DataInMemory from = inMemory();
        DiskDevice disk = list(from).stream()
                .filter(each -> each.device().toString().equals(device))
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.field("device", "'" + device + "' is no disk of the controller's machine"));
        if (!confirmation(disk).equals(String.valueOf(wanted.confirmation()).strip())) {
            throw ProblemException.field(
                    "confirmation", "must be '" + confirmation(disk) + "', as it is shown with the disk");
        }
        synchronized (this) {
            notNow();
            become(State.MAKING, device, null);
        }
        Thread.ofPlatform().daemon().name("data-disk").start(() -> carryOut(from, device));
        return place;
    }

    private void carryOut(DataInMemory from, String device) {
        tools.lock();
        try {
            CommandResult made = run(from, MAKING, "make", device);
            if (!made.ok()) {
                LOG.error("no data partition on {}: {}", device, said(made));
                become(State.FAILED, device, said(made));
                return;
            }
            LOG.info("the data move to {}", said(made));
            become(State.MOVING, device, null);
        } catch (RuntimeException e) {
            LOG.error("no data partition on {}", device, e);
            become(State.FAILED, device, "It could not be prepared: " + e.getMessage());
            return;
        } finally {
            tools.unlock();
        }
        from.restart().run();
    }

    private void notNow() {
        if (place.state() == State.MAKING || place.state() == State.MOVING) {
            throw new ProblemException(ProblemType.CONFLICT, place.device() + " is being prepared for the data.");
        }
    }

    private void become(State state, String device, @Nullable String problem) {
        place = new DataPlace(true, directory, warning, state, device, problem);
        events.publish(
                "system.data", Map.of("state", state.name().toLowerCase(java.util.Locale.ROOT), "device", device));
    }

    private DataInMemory inMemory() {
        if (memory == null) {
            throw new ProblemException(ProblemType.CONFLICT, "The data are on a disk already, in " + directory + ".");
        }
        return memory;
    }

    private String why(DataInMemory from) {
        String said = "";
        try {
            said = run(from, CHECKING, "why").text().strip();
        } catch (ProblemException e) {
            LOG.error("why the data are in memory is not known: {}", e.getMessage());
        }
        return said.isEmpty() ? "Everything this controller knows is in memory and is lost when it stops." : said;
    }

    private CommandResult run(DataInMemory from, Duration limit, String... arguments) {
        List<String> argv = new ArrayList<>(List.of(from.script().toString()));
        argv.addAll(List.of(arguments));
        try {
            return runner.run(Command.of(argv.toArray(String[]::new)).within(limit));
        } catch (IOException e) {
            throw new ProblemException(ProblemType.TOOL_FAILED, String.valueOf(e.getMessage()), e);
        }
    }

    private static List<DiskDevice> list(DataInMemory from) {
        try {
            return from.disks().list();
        } catch (IOException e) {
            throw new ProblemException(ProblemType.DEVICE_IO, "The disks cannot be listed: " + e.getMessage(), e);
        }
    }

    private static String confirmation(DiskDevice disk) {
        return Objects.requireNonNullElse(disk.serial(), disk.name());
    }

    private static String said(CommandResult result) {
        String text = result.text().strip();
        return text.isEmpty() ? "data-disk ended with code " + result.exitCode() + ". " + result.errorText() : text;
    }
}
