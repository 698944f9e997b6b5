package io.pureboot.node.partition;

import io.pureboot.protocol.partition.PartitionJob;
import io.pureboot.protocol.partition.PlanStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One job at work: goes through its steps forwards or backwards and writes the journal. What a cut leaves behind: a
 * step that was begun is done again (or undone from where it stood), after the table as it was before the step has been
 * put back.
 */
final class PartitionRun {
    private static final long SHOW_EVERY = TimeUnit.MILLISECONDS.toNanos(500);

    private final Path folder;
    private final DiskWork work;
    private final JobEvents events;
    private final JobState state;
    private volatile boolean cancelled;
    private volatile PartitionJob view;
    private @Nullable DiskNote diskNote;
    private long copyBegan;
    private long copyFrom;
    private long shown;

    PartitionRun(Path folder, DiskWork work, JobEvents events) throws IOException {
        this.folder = folder;
        this.work = work;
        this.events = events;
        this.state = JobJournal.read(folder);
        this.view = JobView.of(state, false);
    }

    PartitionJob view() {
        return view;
    }

    /** Called before its thread starts, so that nobody sees it stopped meanwhile. */
    void begins() {
        view = JobView.of(state, true);
    }

    /** Called when its thread has ended, also by an error nobody foresaw. */
    void ends() {
        if (view.running()) {
            view = JobView.of(state, false);
        }
    }

    /** Asks a run to stop at the next safe point. */
    void cancel() {
        cancelled = true;
    }

    /** Does what is left. The error, if any, is in the journal and in the view. */
    void forward() {
        run(this::allForward);
    }

    /** Undoes what was done. */
    void back() {
        run(this::allBack);
    }

    private interface Work {
        void run(JobJournal journal) throws IOException;
    }

    private void run(Work todo) {
        try (JobJournal journal = JobJournal.open(folder)) {
            try {
                todo.run(journal);
            } catch (IOException | RuntimeException e) {
                stop(journal, JobState.FAILED, String.valueOf(e.getMessage()));
            }
        } catch (IOException e) {
            // The journal itself cannot be written: what is on the disk stays as the last line says.
            state.take(new JobJournal.Line(JobState.FAILED, state.next(), 0, String.valueOf(e.getMessage())));
            show(JobView.of(state, false));
        }
    }

    private void stop(JobJournal journal, String how, @Nullable String error) throws IOException {
        boolean backwards = state.undoing();
        note(journal, how, state.next(), 0, error);
        PartitionJob now = JobView.of(state, false);
        if (how.equals(JobState.FAILED) && !backwards) {
            operationAt(state.next()).ifPresent(operation -> events.operation(now, operation));
        }
        show(now);
    }

    private java.util.Optional<PartitionJob.Operation> operationAt(int step) {
        List<PlanStep> steps = state.header().steps();
        return step < steps.size()
                ? java.util.Optional.of(JobView.of(state, false)
                        .operations()
                        .get(steps.get(step).operation()))
                : java.util.Optional.empty();
    }

    private void allForward(JobJournal journal) throws IOException {
        List<PlanStep> steps = state.header().steps();
        putBackTable();
        work.settle();
        int last = state.next() > 0 ? steps.get(state.next() - 1).operation() : -1;
        for (int i = state.next(); i < steps.size(); i = state.next()) {
            if (cancelled && !state.open()) {
                stop(journal, JobState.CANCELLED, null);
                return;
            }
            PlanStep step = steps.get(i);
            boolean again = state.open();
            keepTable(step, i, again);
            note(journal, JobState.BEGIN, i, 0, layout());
            noteOnDisk(step);
            show(JobView.of(state, true));
            if (step.operation() != last || again) {
                events.operation(view, view.operations().get(step.operation()));
                last = step.operation();
            }
            copyBegan = System.nanoTime();
            copyFrom = state.moved();
            boolean done = work.run(step, state.moved(), copying(journal), () -> cancelled);
            if (!done) {
                stop(journal, JobState.CANCELLED, null);
                return;
            }
            note(journal, JobState.END, i, 0, layout());
            show(JobView.of(state, true));
            if (i + 1 == steps.size() || steps.get(i + 1).operation() != step.operation()) {
                events.operation(view, view.operations().get(step.operation()));
            }
        }
        List<String> spans = work.spans();
        if (!spans.equals(state.header().expected())) {
            throw new IOException("the table reads back as " + spans + " instead of "
                    + state.header().expected());
        }
        clearNote();
        note(journal, JobState.FINISHED, steps.size(), 0, null);
        show(JobView.of(state, false));
    }

    private void allBack(JobJournal journal) throws IOException {
        String excuse = JobView.undoExcuse(state);
        if (excuse != null) {
            throw new IOException(excuse);
        }
        List<PlanStep> steps = state.header().steps();
        int i = state.open() ? state.next() : state.next() - 1;
        for (; i >= 0; i--) {
            PlanStep step = steps.get(i);
            // One that was cut off inside a change of it may not be readable.
            note(journal, JobState.UNDO, i, 0, TableWork.changesTable(step) ? null : layout());
            noteOnDisk(step);
            show(JobView.of(state, true));
            copyBegan = System.nanoTime();
            copyFrom = state.moved();
            if (TableWork.changesTable(step)) {
                work.restore(TableBackup.load(before(i)));
            } else {
                work.undo(step, state.moved(), copying(journal));
            }
            note(journal, JobState.UNDONE, i, 0, layout());
        }
        clearNote();
        note(journal, JobState.ALL_UNDONE, 0, 0, null);
        show(JobView.of(state, false));
    }

    private void clearNote() throws IOException {
        work.clearNote(state.header().id());
        diskNote = null;
    }

    private String layout() throws IOException {
        return String.join(" ", work.spans());
    }

    /** A change of the table that was cut off may have left any mixture of both: it is done again from what was before. */
    private void putBackTable() throws IOException {
        if (state.open() && Files.exists(before(state.next()))) {
            work.restore(TableBackup.load(before(state.next())));
        }
    }

    /** Saves the table before a step that changes it. */
    private void keepTable(PlanStep step, int index, boolean again) throws IOException {
        if (TableWork.changesTable(step) && !(again && Files.exists(before(index)))) {
            work.tableNow().save(before(index));
        }
    }

    /** From the first step of the first move on, until all is over, the disk itself says how far the job is. */
    private void noteOnDisk(PlanStep step) throws IOException {
        if (diskNote == null && movesData(step.operation())) {
            diskNote =
                    work.beginNote(state.header(), DiskNote.Standing.of(state)).orElse(null);
        }
    }

    private boolean movesData(int operation) {
        return state.header().steps().stream()
                .anyMatch(step -> step.operation() == operation && step instanceof PlanStep.CopyData);
    }

    private Path before(int step) {
        return folder.resolve("table-before-" + step);
    }

    private Mover.Record copying(JobJournal journal) {
        return new Mover.Record() {
            @Override
            public void moved(long bytes) throws IOException {
                note(journal, JobState.MOVED, state.next(), bytes, null);
            }

            @Override
            public void written(long bytes) {
                long now = System.nanoTime();
                if (now - shown > SHOW_EVERY) {
                    shown = now;
                    show(JobView.of(state, true).moving(bytes, Math.abs(bytes - copyFrom), now - copyBegan));
                }
            }
        };
    }

    private void note(JobJournal journal, String event, int step, long bytes, @Nullable String text)
            throws IOException {
        JobJournal.Line line = new JobJournal.Line(event, step, bytes, text);
        journal.append(line);
        state.take(line);
        if (diskNote != null) {
            work.write(diskNote, DiskNote.Standing.of(state));
        }
    }

    private void show(PartitionJob now) {
        view = now;
        events.changed(now);
    }
}
