package io.pureboot.node.partition;

import io.pureboot.protocol.partition.PlanStep;
import org.jspecify.annotations.Nullable;

/** Where a job stands, by what its journal says. Not for several threads. */
final class JobState {
    static final String BEGIN = "begin";
    static final String MOVED = "moved";
    static final String END = "end";
    static final String UNDO = "undo";
    static final String UNDONE = "undone";
    static final String FINISHED = "finished";
    static final String ALL_UNDONE = "all_undone";
    static final String FAILED = "failed";
    static final String CANCELLED = "cancelled";

    private final JobHeader header;
    private int next;
    private boolean open;
    private long moved;
    private boolean undoing;
    private String ending = "";
    private @Nullable String error;

    JobState(JobHeader header) {
        this.header = header;
    }

    void take(JobJournal.Line line) {
        switch (line.event()) {
            case BEGIN -> {
                moved = open && next == line.step() ? moved : 0;
                next = line.step();
                open = true;
                goesOn(false);
            }
            case MOVED -> moved = line.bytes();
            case END -> {
                next = line.step() + 1;
                open = false;
            }
            case UNDO -> {
                if (!(open && next == line.step())) {
                    moved = wholeOf(line.step());
                }
                next = line.step();
                open = true;
                goesOn(true);
            }
            case UNDONE -> {
                next = line.step();
                open = false;
                moved = 0;
            }
            default -> {
                ending = line.event();
                error = line.text();
            }
        }
    }

    private void goesOn(boolean backwards) {
        undoing = backwards;
        ending = "";
        error = null;
    }

    private long wholeOf(int step) {
        return header.steps().get(step) instanceof PlanStep.CopyData copy ? copy.length() : 0;
    }

    JobHeader header() {
        return header;
    }

    /** The first step that has not ended. */
    int next() {
        return next;
    }

    /** Whether that step was begun. */
    boolean open() {
        return open;
    }

    /** How much of its copy is at the new place. */
    long moved() {
        return moved;
    }

    boolean undoing() {
        return undoing;
    }

    /** finished, all_undone, failed, cancelled, or empty when the journal just stops. */
    String ending() {
        return ending;
    }

    @Nullable
    String error() {
        return error;
    }

    boolean over() {
        return ending.equals(FINISHED) || ending.equals(ALL_UNDONE);
    }
}
