package io.pureboot.controller.auth;

import io.pureboot.controller.store.AuditStore;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who changed what, when, from where, and whether it was allowed. */
public final class Audit {
    private static final int MAX_ENTRIES = 200_000;

    private final AuditStore store;
    private final Clock clock;

    public Audit(AuditStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    public void record(String actor, @Nullable String address, String action, @Nullable String detail, int status) {
        store.add(new AuditStore.Entry(clock.instant(), actor, address, action, detail, status));
    }

    public List<AuditStore.Entry> list(int limit, int offset) {
        return store.list(limit, offset);
    }

    /** Forgets the oldest: guesses at passwords are noted, and must not fill the disk. */
    public void sweep() {
        store.keep(MAX_ENTRIES);
    }

    public long count() {
        return store.count();
    }
}
