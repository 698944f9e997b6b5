package io.pureboot.linux.process;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Ends a process together with everything it started. */
final class ProcessTree {
    private static final int ROUNDS = 20;

    private ProcessTree() {}

    /**
     * Children are collected before their parent dies, because an orphan no longer tells whose it was; more rounds
     * catch what was started in between.
     */
    static void kill(Process process) throws InterruptedException {
        Set<ProcessHandle> seen = new LinkedHashSet<>();
        seen.add(process.toHandle());
        for (int round = 0; round < ROUNDS; round++) {
            int before = seen.size();
            for (ProcessHandle handle : Set.copyOf(seen)) {
                handle.descendants().forEach(seen::add);
            }
            if (round > 0 && seen.size() == before) {
                break;
            }
            seen.forEach(ProcessHandle::destroyForcibly);
        }
        process.waitFor(10, TimeUnit.SECONDS);
    }
}
