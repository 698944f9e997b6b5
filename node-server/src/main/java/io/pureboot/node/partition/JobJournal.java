package io.pureboot.node.partition;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pureboot.protocol.ProtocolJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job's journal: its header and one line for each thing that happened, each on the medium before what follows it is
 * begun. A last line that was cut off, by a crash or a full disk, is as if it had not been written.
 */
final class JobJournal implements AutoCloseable {
    private static final String NAME = "journal";

    /** What happened. {@code bytes} is how much of a copy is at its new place; {@code text} an error. */
    record Line(
            String event, int step, long bytes, @Nullable String text) {}

    private final FileChannel file;

    private JobJournal(FileChannel file) {
        this.file = file;
    }

    /** Begins the journal of a new job in its own folder. */
    static void create(Path folder, JobHeader header) throws IOException {
        Files.createDirectories(folder);
        try (FileChannel file =
                FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(file, header);
        }
        force(folder);
        force(folder.resolve(".."));
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel opened = FileChannel.open(directory, StandardOpenOption.READ)) {
            opened.force(true);
        }
    }

    /**
     * Begins the journal of a job of which only a note on its disk is left.
     *
     * @param layout the partitions as the job left them
     */
    static void create(Path folder, JobHeader header, DiskNote.Standing standing, String layout) throws IOException {
        create(folder, header);
        try (JobJournal journal = open(folder)) {
            // Says where the job stands, as also a step does that was taken back.
            journal.append(new Line(JobState.UNDONE, standing.next(), 0, layout));
            if (standing.open()) {
                String begun = standing.undoing() ? JobState.UNDO : JobState.BEGIN;
                journal.append(new Line(begun, standing.next(), 0, layout));
                journal.append(new Line(JobState.MOVED, standing.next(), standing.moved(), null));
            }
        }
    }

    static JobJournal open(Path folder) throws IOException {
        Path path = folder.resolve(NAME);
        FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE);
        // A line that was cut off must not swallow the next one.
        byte[] bytes = Files.readAllBytes(path);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        file.truncate(end);
        file.position(end);
        return new JobJournal(file);
    }

    static JobState read(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        String text = Files.readString(folder.resolve(NAME));
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            lines.add(text.substring(from, end));
            from = end + 1;
        }
        if (lines.isEmpty()) {
            throw new IOException(folder + " holds no journal of a partition job");
        }
        JobState state = new JobState(ProtocolJson.mapper().readValue(lines.getFirst(), JobHeader.class));
        for (String line : lines.subList(1, lines.size())) {
            state.take(ProtocolJson.mapper().readValue(line, Line.class));
        }
        return state;
    }

    /** On the medium when this returns; as if nothing had been written when it fails. */
    void append(Line line) throws IOException {
        long end = file.position();
        try {
            write(file, line);
        } catch (IOException e) {
            try {
                file.truncate(end);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    private static void write(FileChannel file, Object value) throws IOException {
        try {
            String json = ProtocolJson.mapper().writeValueAsString(value) + "\n";
            ByteBuffer bytes = ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(false);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a journal line cannot be written as JSON", e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
