package io.pureboot.linux.block;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * A bounded pool of direct buffers of one size whose addresses are multiples of 4096, as direct I/O wants them. Made
 * when first needed, then kept. Safe for several threads.
 */
public final class AlignedBuffers {
    public static final int ALIGNMENT = 4096;

    private final int count;
    private final int size;
    private final Deque<ByteBuffer> free = new ArrayDeque<>();
    private final Set<ByteBuffer> lent = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * @param count most buffers in use at once
     * @param size bytes of each, a multiple of 4096
     */
    public AlignedBuffers(int count, int size) {
        if (count <= 0 || size <= 0 || size % ALIGNMENT != 0) {
            throw new IllegalArgumentException(count + " buffers of " + size + " bytes");
        }
        this.count = count;
        this.size = size;
    }

    /** One buffer outside any pool: position 0, limit and capacity {@code size}. */
    public static ByteBuffer allocate(int size) {
        ByteBuffer roomy = ByteBuffer.allocateDirect(size + ALIGNMENT - 1);
        int beyond = roomy.alignmentOffset(0, ALIGNMENT);
        return roomy.slice(beyond == 0 ? 0 : ALIGNMENT - beyond, size);
    }

    public int size() {
        return size;
    }

    public int count() {
        return count;
    }

    /** Waits until one is free; cleared, in big-endian order. Give it back with {@link #release}. */
    public synchronized ByteBuffer acquire() throws InterruptedException {
        while (lent.size() >= count) {
            wait();
        }
        ByteBuffer buffer = free.isEmpty() ? allocate(size) : free.pop();
        lent.add(buffer);
        return buffer.clear();
    }

    /** Takes back a buffer that {@link #acquire} gave; nobody may touch it any more. */
    public synchronized void release(ByteBuffer buffer) {
        if (!lent.remove(buffer)) {
            throw new IllegalArgumentException("not lent by this pool, or given back twice");
        }
        free.push(buffer);
        notifyAll();
    }
}
