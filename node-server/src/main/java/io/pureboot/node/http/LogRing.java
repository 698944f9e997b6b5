package io.pureboot.node.http;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Copies what is written to another stream and remembers the last lines of it. Thread-safe. */
public final class LogRing extends OutputStream {
    private static final int MAX_LINES = 1000;
    private static final int MAX_LINE_BYTES = 2000;

    private final PrintStream original;
    private final Deque<String> lines = new ArrayDeque<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private LogRing(PrintStream original) {
        this.original = original;
    }

    /** Puts itself behind the process's error stream; to be called before anything logs. */
    public static LogRing install() {
        LogRing ring = over(System.err);
        System.setErr(new PrintStream(ring, true, StandardCharsets.UTF_8));
        return ring;
    }

    static LogRing over(PrintStream original) {
        return new LogRing(original);
    }

    /** Oldest first. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public synchronized void write(int b) {
        original.write(b);
        add((byte) b);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        original.write(bytes, offset, length);
        for (int i = offset; i < offset + length; i++) {
            add(bytes[i]);
        }
    }

    @Override
    public void flush() {
        original.flush();
    }

    private void add(byte b) {
        if (b == '\n') {
            lines.addLast(line.toString(StandardCharsets.UTF_8));
            line.reset();
            if (lines.size() > MAX_LINES) {
                lines.removeFirst();
            }
        } else if (line.size() < MAX_LINE_BYTES) {
            line.write(b);
        }
    }
}
