package io.pureboot.node.transfer;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.OptionalInt;

/** Chunks still to be worked on, handed out in the order of the disk. Safe for several threads. */
final class ChunkQueue {
    private final BitSet wanted;
    private final Deque<Integer> returned = new ArrayDeque<>();
    private int next;

    ChunkQueue(BitSet wanted) {
        this.wanted = (BitSet) wanted.clone();
    }

    synchronized OptionalInt take() {
        Integer again = returned.poll();
        if (again != null) {
            return OptionalInt.of(again);
        }
        int chunk = wanted.nextSetBit(next);
        if (chunk < 0) {
            return OptionalInt.empty();
        }
        next = chunk + 1;
        return OptionalInt.of(chunk);
    }

    /** Neighbouring chunks, at most so many; a run of none when nothing is left. */
    synchronized ChunkRun takeRun(int most) {
        int first = wanted.nextSetBit(next);
        if (first < 0) {
            return new ChunkRun(0, 0);
        }
        next = Math.min(wanted.nextClearBit(first), first + most);
        return new ChunkRun(first, next - first);
    }

    /** Chunks taken that came to nothing because a connection ended. */
    synchronized void giveBack(Collection<Integer> chunks) {
        returned.addAll(chunks);
    }
}
