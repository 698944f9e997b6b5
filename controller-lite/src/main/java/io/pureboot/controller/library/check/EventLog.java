package io.pureboot.controller.library.check;

import io.pureboot.protocol.ProtocolJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** The audit log: one JSON object a line, on the disk before the next step is taken. */
final class EventLog implements AutoCloseable {
    private final Clock clock;
    private final Sink sink;
    private int errors;
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
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        channel.position(channel.size());
        endTornLine(channel);
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
    private static void endTornLine(FileChannel channel) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        if (channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n') {
            write(channel, new byte[] {'\n'});
        }
    }

    /** Writes a line: {@code ts}, {@code stage}, then keys and values by turns. */
    void event(String stage, Object... fields) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("ts", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        line.put("stage", stage);
        for (int i = 0; i < fields.length; i += 2) {
            line.put((String) fields[i], fields[i + 1]);
        }
        String text = ProtocolJson.mapper().writeValueAsString(line) + "\n";
        sink.line(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A line that makes the run end with exit code 1. */
    void error(Object... fields) throws IOException {
        errors++;
        event("error", fields);
    }

    void warning(Object... fields) throws IOException {
        warnings++;
        event("warning", fields);
    }

    int errors() {
        return errors;
    }

    int warnings() {
        return warnings;
    }

    @Override
    public void close() throws IOException {
        sink.close();
    }
}
