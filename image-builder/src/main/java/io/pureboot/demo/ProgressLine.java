package io.pureboot.demo;

import io.pureboot.protocol.ByteSize;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Shows how far a clone is: one line redrawn on a terminal, else a line a change of phase and one every few seconds. */
public final class ProgressLine {
    private static final int BAR = 28;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private final PrintStream out;
    private final boolean terminal;
    private String phase = "";
    private long lastLine;
    private int width;

    public ProgressLine(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Null or 0 for a total or rate that is not known yet. */
    public void show(String newPhase, long done, long total, long bytesPerSecond) {
        String line = line(newPhase, done, total, bytesPerSecond);
        if (terminal) {
            out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            out.flush();
            width = line.length();
        } else if (!newPhase.equals(phase) || System.nanoTime() - lastLine > BETWEEN_LINES.toNanos()) {
            out.println(line);
            lastLine = System.nanoTime();
        }
        phase = newPhase;
    }

    /** Ends the line that is being redrawn. */
    public void end() {
        if (terminal && width > 0) {
            out.println();
            width = 0;
        }
    }

    public static String line(String phase, long done, long total, long bytesPerSecond) {
        if (total <= 0) {
            return String.format(Locale.ROOT, "%-13s %s", phase, done > 0 ? ByteSize.human(done) : "")
                    .stripTrailing();
        }
        double part = Math.min(1, (double) done / total);
        int full = (int) (part * BAR);
        String eta = bytesPerSecond > 0 && done < total ? "  ETA " + time((total - done) / bytesPerSecond) : "";
        String rate = bytesPerSecond > 0 ? "  " + ByteSize.human(bytesPerSecond) + "/s" : "";
        return String.format(
                Locale.ROOT,
                "%-13s [%s%s] %3d%%  %s of %s%s%s",
                phase,
                "#".repeat(full),
                ".".repeat(BAR - full),
                (int) (part * 100),
                ByteSize.human(done),
                ByteSize.human(total),
                rate,
                eta);
    }

    private static String time(long seconds) {
        return seconds >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
}
