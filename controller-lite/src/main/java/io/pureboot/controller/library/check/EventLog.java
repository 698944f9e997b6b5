package io.pureboot.controller.library.check;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** The audit log: one JSON object a line, on the disk before the next step is taken. */
final class EventLog implements AutoCloseable {
    // The plain generator: a mapper would take longer to start than a small archive to check.
    private static final JsonFactory JSON = new JsonFactory();

    private final Clock clock;
    private final Sink sink;
    private final Problems problems = new Problems();
    private int warnings;

    private interface Sink extends AutoCloseable {
        void line(byte[] line) throws IOException;

        @Override
        void close() throws IOException;
    }

    private EventLog(Clock clock, Sink sink) {
        this.clock = clock;
        this.sink = sink;
    }

    /** Appends to the file; its folder is made. */
    static EventLog appendTo(Path file, Clock clock) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        // Every line goes to the end, also when another run wrote one meanwhile.
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        try {
            endTornLine(file, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new EventLog(clock, new Sink() {
            @Override
            public void line(byte[] line) throws IOException {
                write(channel, line);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        });
    }

    /** Prints; for runs that write nothing. */
    static EventLog printTo(OutputStream out, Clock clock) {
        return new EventLog(clock, new Sink() {
            @Override
            public void line(byte[] line) throws IOException {
                out.write(line);
                out.flush();
            }

            @Override
            public void close() {}
        });
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        channel.force(false);
    }

    // A crash may have left a line without its end.
    private static void endTornLine(Path file, FileChannel channel) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        try (FileChannel written = FileChannel.open(file, StandardOpenOption.READ)) {
            if (written.size() > 0 && written.read(last, written.size() - 1) == 1 && last.get(0) != '\n') {
                write(channel, new byte[] {'\n'});
            }
        }
    }

    /** Writes a line: {@code ts}, {@code stage}, then keys and values by turns. */
    void event(String stage, Object... fields) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(line, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField(
                    "ts", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
            json.writeStringField("stage", stage);
            for (int i = 0; i < fields.length; i += 2) {
                json.writeFieldName(String.valueOf(fields[i]));
                json.writePOJO(fields[i + 1]);
            }
            json.writeEndObject();
        }
        line.write('\n');
        sink.line(line.toByteArray());
    }

    /** A line that makes the run end with exit code 1. */
    void error(Object... fields) throws IOException {
        problems.add(fields);
        event("error", fields);
    }

    void warning(Object... fields) throws IOException {
        warnings++;
        event("warning", fields);
    }

    /** Errors so far. */
    Problems problems() {
        return problems;
    }

    int warnings() {
        return warnings;
    }

    @Override
    public void close() throws IOException {
        sink.close();
    }
}
