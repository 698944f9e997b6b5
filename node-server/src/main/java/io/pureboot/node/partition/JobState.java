package io.pureboot.node.partition;

import io.pureboot.protocol.partition.PlanStep;
import io.pureboot.protocol.partition.PlanStep.CopyData;
import java.util.Set;
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
    static final String RESTORED = "table_restored";
    static final String ABANDONED = "abandoned";

    private final JobHeader header;
    private int next;
    private boolean open;
    private long moved;
    private boolean undoing;
    private String ending = "";
    private @Nullable String error;
    private @Nullable String layout;

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
                layout = TableWork.changesTable(header.steps().get(next)) ? null : line.text();
            }
            case MOVED -> moved = line.bytes();
            case END -> {
                next = line.step() + 1;
                open = false;
                layout = line.text();
            }
            case UNDO -> {
                if (!(open && next == line.step())) {
                    moved = wholeOf(line.step());
                }
                next = line.step();
                open = true;
                goesOn(true);
                layout = TableWork.changesTable(header.steps().get(next)) ? null : line.text();
            }
            case UNDONE -> {
                next = line.step();
                open = false;
                moved = 0;
                layout = line.text();
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
        return header.steps().get(step) instanceof CopyData copy ? copy.length() : 0;
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

    /** Whether a partition is neither whole where the table says it is nor where it is moved to. */
    boolean betweenPlaces() {
        if (next >= header.steps().size()) {
            return false;
        }
        PlanStep now = header.steps().get(next);
        PlanStep last = next > 0 ? header.steps().get(next - 1) : null;
        // An entry that was made to cover both places belongs to the move behind it.
        boolean prepared =
                last instanceof PlanStep.SetBounds && last.operation() == now.operation() && now instanceof CopyData;
        boolean copying = open && now instanceof CopyData;
        return copying || prepared || last instanceof CopyData;
    }

    boolean undoing() {
        return undoing;
    }

    /** finished, all_undone, failed, cancelled, table_restored, abandoned, or empty when the journal just stops. */
    String ending() {
        return ending;
    }

    @Nullable
    String error() {
        return error;
    }

    /** The partitions in the table as this job left them, {@code start-end start-end …}; null in the midst of a change. */
    @Nullable
    String layout() {
        return layout;
    }

    boolean over() {
        return Set.of(FINISHED, ALL_UNDONE, RESTORED, ABANDONED).contains(ending);
    }
}
