package io.pureboot.linux.block;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes every request in the order they arrived, then passes it on. */
public final class RecordingBlockDevice extends ForwardingBlockDevice {
    /** What was asked for. */
    public enum Kind {
        READ,
        WRITE,
        ZERO,
        DISCARD,
        FLUSH,
        CLOSE
    }

    /** One request; the range is empty for flush and close. */
    public record Request(Kind kind, Extent range) {}

    private final List<Request> requests = new CopyOnWriteArrayList<>();

    public RecordingBlockDevice(BlockDevice delegate) {
        super(delegate);
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Ranges of the requests of one kind. */
    public List<Extent> ranges(Kind kind) {
        return requests.stream()
                .filter(request -> request.kind() == kind)
                .map(Request::range)
                .toList();
    }

    /** True when anything was asked for that may change the medium. */
    public boolean changed() {
        return requests.stream()
                .anyMatch(request ->
                        request.kind() == Kind.WRITE || request.kind() == Kind.ZERO || request.kind() == Kind.DISCARD);
    }

    private void note(Kind kind, long start, long length) {
        requests.add(new Request(kind, new Extent(start, length)));
    }

    @Override
    public int read(ByteBuffer buffer, long position) throws IOException {
        note(Kind.READ, position, buffer.remaining());
        return super.read(buffer, position);
    }

    @Override
    public void write(ByteBuffer buffer, long position) throws IOException {
        note(Kind.WRITE, position, buffer.remaining());
        super.write(buffer, position);
    }

    @Override
    public void zero(Extent range) throws IOException {
        note(Kind.ZERO, range.start(), range.length());
        super.zero(range);
    }

    @Override
    public boolean discard(Extent range) throws IOException {
        note(Kind.DISCARD, range.start(), range.length());
        return super.discard(range);
    }

    @Override
    public void flush() throws IOException {
        note(Kind.FLUSH, 0, 0);
        super.flush();
    }

    @Override
    public void close() throws IOException {
        note(Kind.CLOSE, 0, 0);
        super.close();
    }
}
