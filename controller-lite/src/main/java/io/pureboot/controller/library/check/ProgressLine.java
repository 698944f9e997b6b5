package io.pureboot.controller.library.check;

import io.pureboot.protocol.ByteSize;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;

/** How far a run is, on one line of a terminal: share, rate of archive bytes, time left. */
final class ProgressLine {
    private static final long EVERY_NANOS = 500_000_000;

    private final PrintStream out;
    private final boolean shown;
    private final long total;
    private final long started = System.nanoTime();
    private long before;
    private long shownAt;

    ProgressLine(PrintStream out, boolean shown, long total) {
        this.out = out;
        this.shown = shown;
        this.total = total;
    }

    static boolean onTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** The archives before the one that is read now are done, of so many bytes. */
    void archivesDone(long bytes) {
        before = bytes;
    }

    void at(String name, long bytesOfArchive) {
        long now = System.nanoTime();
        if (!shown || now - shownAt < EVERY_NANOS) {
            return;
        }
        shownAt = now;
        out.print("\r\u001b[K" + text(name, before + bytesOfArchive, now - started));
        out.flush();
    }

    String text(String name, long done, long nanos) {
        double seconds = Math.max(1, nanos) / 1e9;
        double rate = done / seconds;
        long left = rate > 0 ? (long) ((total - done) / rate) : 0;
        Duration eta = Duration.ofSeconds(Math.max(0, left));
        return "%3d %%  %s/s  %d:%02d:%02d left  %s"
                .formatted(
                        total == 0 ? 100 : 100 * done / total,
                        ByteSize.human((long) rate),
                        eta.toHours(),
                        eta.toMinutesPart(),
                        eta.toSecondsPart(),
                        name);
    }

    void end() {
        if (shown) {
            out.print("\r\u001b[K");
            out.flush();
        }
    }
}
