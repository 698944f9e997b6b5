package io.pureboot.node.partition;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.Extent;
import io.pureboot.node.disk.TablePartitions;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.partition.PlanStep;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A second journal of a job that moves data, on the disk itself: a node whose own journal is in memory loses that with
 * its power. It lies in the unallocated space before the first MiB, is written only where that space is all zeros, and
 * leaves zeros behind. First the job, then two places that take turns for where it stands, each with a checksum.
 */
final class DiskNote {
    private static final int SIZE = 64 << 10;
    private static final long START = (1 << 20) - SIZE;
    private static final int SLOT = 4 << 10;
    private static final int JOB = SIZE - 2 * SLOT;
    private static final int FRAME = 16;
    private static final int BODY = 30;
    private static final long MAGIC = 0x5055524d4f564532L;
    private static final long CHANGING = -1;

    /**
     * Where a job stands, as {@link JobState} has it.
     *
     * @param layout checksum of where the partitions lay then; less than zero in the midst of a change of the table
     */
    record Standing(int next, boolean open, long moved, boolean undoing, long layout) {
        static Standing of(JobState state) {
            return new Standing(state.next(), state.open(), state.moved(), state.undoing(), sum(state.layout()));
        }

        /** Whether the partitions may lie like this, as {@link TablePartitions#spans} has them, with nobody else at them. */
        boolean fits(String spans) {
            return layout == CHANGING || layout == sum(spans);
        }

        private static long sum(@Nullable String spans) {
            return spans == null
                    ? CHANGING
                    : Integer.toUnsignedLong(checksum(spans.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    /** What a disk says of a job that was under way on it. */
    record Found(JobHeader header, Standing standing) {}

    private long sequence;

    private DiskNote(long sequence) {
        this.sequence = sequence;
    }

    /** Begins a note, or goes on with the one of this very job; empty where there is no room for it. */
    static Optional<DiskNote> begin(BlockDevice disk, JobHeader header, Standing standing) throws IOException {
        byte[] job = packed(header);
        if (disk.size() < START + SIZE || job.length > JOB - FRAME) {
            return Optional.empty();
        }
        ByteBuffer region = read(disk);
        Found there = parse(region);
        boolean possible = there == null
                ? (zeros(region) || torn(region)) && roomy(disk, header.steps())
                : there.header().id().equals(header.id());
        if (!possible) {
            return Optional.empty();
        }
        DiskNote note = new DiskNote(sequence(region));
        // The standing first: a note that was cut off here says nothing, but is known for one.
        note.write(disk, standing);
        if (there == null) {
            disk.write(framed(job, JOB), START);
            disk.flush();
        }
        return Optional.of(note);
    }

    /** What a cut-off job left on this disk. */
    static Optional<Found> find(BlockDevice disk) throws IOException {
        return disk.size() < START + SIZE ? Optional.empty() : Optional.ofNullable(parse(read(disk)));
    }

    /** On the medium when this returns. */
    void write(BlockDevice disk, Standing standing) throws IOException {
        sequence++;
        ByteBuffer body = ByteBuffer.allocate(BODY);
        body.putLong(sequence).putInt(standing.next()).put((byte) (standing.open() ? 1 : 0));
        body.putLong(standing.moved()).put((byte) (standing.undoing() ? 1 : 0)).putLong(standing.layout());
        disk.write(framed(body.array(), SLOT), START + JOB + sequence % 2 * SLOT);
        disk.flush();
    }

    /** Leaves zeros, as they were, where the note of this job is. */
    static void clear(BlockDevice disk, String jobId) throws IOException {
        Optional<Found> found = find(disk);
        if (found.isPresent() && found.get().header().id().equals(jobId)) {
            disk.zero(new Extent(START, SIZE));
            disk.flush();
        }
    }

    /** Whether no partition is or will be there, nor a table of unusual size; boot loaders of an MBR are further in front. */
    private static boolean roomy(BlockDevice disk, List<PlanStep> steps) throws IOException {
        long end = disk.size();
        List<String> spans = TablePartitions.spans(disk);
        for (String span : spans) {
            end = Math.min(end, Long.parseLong(span.substring(0, span.indexOf('-'))));
        }
        for (PlanStep step : steps) {
            end = Math.min(end, lowest(step));
        }
        Extent note = new Extent(START, SIZE);
        boolean table =
                !spans.isEmpty() && TablePartitions.sectorsOf(disk).stream().anyMatch(note::overlaps);
        return end >= note.end() && !table;
    }

    private static long lowest(PlanStep step) {
        return switch (step) {
            case PlanStep.CopyData copy -> Math.min(copy.from(), copy.to());
            case PlanStep.AddEntry add -> add.start();
            case PlanStep.SetBounds bounds -> Math.min(bounds.start(), bounds.newStart());
            case PlanStep.MakeFileSystem make -> make.start();
            default -> Long.MAX_VALUE;
        };
    }

    private static @Nullable Found parse(ByteBuffer region) throws IOException {
        byte[] job = unframed(region.duplicate().position(0).limit(JOB));
        Standing newest = null;
        long sequence = -1;
        for (int slot = 0; slot < 2; slot++) {
            byte[] body = unframed(slot(region, slot));
            if (body != null && body.length == BODY) {
                ByteBuffer fields = ByteBuffer.wrap(body);
                long own = fields.getLong();
                if (own > sequence) {
                    sequence = own;
                    newest = new Standing(
                            fields.getInt(), fields.get() != 0, fields.getLong(), fields.get() != 0, fields.getLong());
                }
            }
        }
        if (job == null || newest == null) {
            return null;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(job))) {
            return new Found(ProtocolJson.mapper().readValue(in.readAllBytes(), JobHeader.class), newest);
        }
    }

    /** Whether the power went while a note was begun or cleared. */
    private static boolean torn(ByteBuffer region) {
        return sequence(region) > 0 || unframed(region.duplicate().position(0).limit(JOB)) != null;
    }

    private static long sequence(ByteBuffer region) {
        long highest = 0;
        for (int slot = 0; slot < 2; slot++) {
            byte[] body = unframed(slot(region, slot));
            if (body != null && body.length == BODY) {
                highest = Math.max(highest, ByteBuffer.wrap(body).getLong());
            }
        }
        return highest;
    }

    private static ByteBuffer slot(ByteBuffer region, int slot) {
        return region.duplicate().position(JOB + slot * SLOT).limit(JOB + (slot + 1) * SLOT);
    }

    private static byte[] packed(JobHeader header) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(ProtocolJson.mapper().writeValueAsBytes(header));
        }
        return bytes.toByteArray();
    }

    private static ByteBuffer framed(byte[] body, int size) {
        ByteBuffer frame = ByteBuffer.allocateDirect(size + SLOT).alignedSlice(SLOT);
        frame.putLong(MAGIC).putInt(body.length).putInt(checksum(body)).put(body);
        return frame.position(0).limit(size);
    }

    private static byte @Nullable [] unframed(ByteBuffer frame) {
        if (frame.getLong() != MAGIC) {
            return null;
        }
        int length = frame.getInt();
        int sum = frame.getInt();
        if (length < 0 || length > frame.remaining()) {
            return null;
        }
        byte[] body = new byte[length];
        frame.get(body);
        return checksum(body) == sum ? body : null;
    }

    private static int checksum(byte[] body) {
        CRC32C sum = new CRC32C();
        sum.update(body);
        return (int) sum.getValue();
    }

    private static boolean zeros(ByteBuffer region) {
        return region.duplicate().mismatch(ByteBuffer.allocate(SIZE)) < 0;
    }

    private static ByteBuffer read(BlockDevice disk) throws IOException {
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(SIZE + SLOT).alignedSlice(SLOT).limit(SIZE);
        if (disk.read(buffer, START) != SIZE) {
            throw new IOException(disk.name() + " ends before byte " + (START + SIZE));
        }
        return buffer.flip();
    }
}
