package io.pureboot.controller.session;

import io.pureboot.controller.node.OrderBook;
import io.pureboot.controller.store.Database;
import io.pureboot.controller.store.SessionRow;
import io.pureboot.controller.store.SessionStore;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.protocol.session.CloneSessionCreate;
import io.pureboot.protocol.session.CloneSessionPatch;
import io.pureboot.protocol.session.SessionStatus;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What people do with clone sessions. */
public final class Sessions {
    private final Database database;
    private final SessionStore store;
    private final SessionDrafts drafts;
    private final StartChecks checks;
    private final FreshLook look;
    private final SessionOrders orders;
    private final OrderBook book;
    private final SessionEvents events;
    private final Clock clock;
    /** Changes follow one another also in what the nodes are told, not only in the database. */
    private final ReentrantLock changing = new ReentrantLock();

    Sessions(
            Database database,
            SessionStore store,
            SessionDrafts drafts,
            StartChecks checks,
            FreshLook look,
            SessionOrders orders,
            OrderBook book,
            SessionEvents events,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.drafts = drafts;
        this.checks = checks;
        this.look = look;
        this.orders = orders;
        this.book = book;
        this.events = events;
        this.clock = clock;
        store.active().forEach(orders::put);
        orders.released(store.lastOver(SessionOrders.RELEASES_KEPT));
    }

    /** A session before and after a change. */
    record Changed(SessionRow before, SessionRow after) {
        boolean entered(SessionStatus status) {
            return before.status() != status && after.status() == status;
        }
    }

    /** A 404 when there is none. */
    public SessionRow get(String id) {
        return store.find(id).orElseThrow(() -> ProblemException.notFound("There is no clone session '" + id + "'."));
    }

    public List<SessionRow> list(SessionStore.Filter filter, int limit, int offset) {
        return store.list(filter, limit, offset);
    }

    public long count(SessionStore.Filter filter) {
        return store.count(filter);
    }

    /** Bound to what the disks are; to those that have no name of their own as their nodes find them after this call. */
    public CompletableFuture<SessionRow> create(CloneSessionCreate request, String createdBy) {
        SessionRow draft = drafts.create(request, createdBy, clock.instant(), FreshLook.Looked.NOWHERE);
        return look.before(
                look.nodesOf(Stream.of(draft.source(), draft.target())),
                looked -> database.transaction(() -> {
                    SessionRow row = drafts.possible(drafts.create(request, createdBy, clock.instant(), looked));
                    store.insert(row);
                    return row;
                }));
    }

    /** Binds as {@link #create} does when it names another target. */
    public CompletableFuture<SessionRow> patch(String id, CloneSessionPatch patch) {
        SessionRow.Side target =
                drafts.change(get(id), patch, FreshLook.Looked.NOWHERE).target();
        boolean named = patch.targetNodeId() != null || patch.targetDevice() != null;
        return look.before(
                look.nodesOf(Stream.of(target).filter(side -> named)),
                looked -> change(id, row -> {
                            SessionRow changed = drafts.change(row, patch, looked);
                            return named || patch.resizeMode() != null ? drafts.possible(changed) : changed;
                        })
                        .after());
    }

    /**
     * Begins: from now on both nodes have orders. What was not known when the session was made is bound now.
     *
     * @param boot nodes that are off take their part when they start from the network
     */
    public CompletableFuture<SessionRow> start(String id, boolean boot) {
        SessionRow before = get(id);
        return look.before(
                look.nodesOf(Stream.of(before.source(), before.target())
                        .filter(side -> !before.started() && side.contents() == null)),
                looked -> begin(id, boot, looked));
    }

    private SessionRow begin(String id, boolean boot, FreshLook.Looked looked) {
        SessionRow row = change(id, before -> {
                    SessionStatus next = SessionMachine.next(before.status(), before.started(), SessionEvent.START);
                    SessionRow.Change change =
                            checks.check(before, boot, looked).change();
                    change.status = next;
                    change.startedAt = clock.instant();
                    return change.apply();
                })
                .after();
        events.started(row);
        return row;
    }

    /** Cancels a session that is not over, deletes one that is; true when it was deleted. */
    public boolean remove(String id) {
        boolean over = get(id).status().terminal();
        if (over) {
            delete(id);
        } else {
            cancel(id);
        }
        return over;
    }

    /** A 409 that names its state when the session is over: what it has proved by then stays. */
    public void cancel(String id) {
        Changed changed = change(id, row -> {
            SessionRow.Change change = row.change();
            change.status = SessionMachine.next(row.status(), row.started(), SessionEvent.CANCEL);
            change.completedAt = clock.instant();
            return change.apply();
        });
        events.cancelled(changed.after());
    }

    /** A 409 that names its state when the session is not over. */
    public void delete(String id) {
        database.transaction(() -> {
            SessionRow row = get(id);
            if (!row.status().terminal()) {
                throw new ProblemException(
                        ProblemType.SESSION_STATE,
                        "The session is "
                                + row.status().name().toLowerCase(Locale.ROOT).replace('_', '-')
                                + ": cancel it before it can be deleted.");
            }
            store.delete(id);
            return true;
        });
    }

    /** Why a node cannot be forgotten, or an empty text. */
    public String holder(String nodeId) {
        List<SessionRow> of = store.list(new SessionStore.Filter(null, null, nodeId), 1, 0);
        return of.isEmpty()
                ? ""
                : "Clone session " + of.getFirst().id() + " speaks of this node: "
                        + (of.getFirst().status().terminal() ? "delete" : "cancel and delete") + " it first.";
    }

    /** Changes one session in a transaction; then the orders of its nodes follow. */
    Changed change(String id, UnaryOperator<SessionRow> step) {
        changing.lock();
        try {
            Changed changed = database.transaction(() -> {
                SessionRow before = get(id);
                SessionRow after = step.apply(before);
                if (!after.equals(before)) {
                    store.update(after);
                }
                return new Changed(before, after);
            });
            if (!changed.after.equals(changed.before)) {
                orders.put(changed.after);
                book.refresh(changed.after.source().nodeId());
                book.refresh(changed.after.target().nodeId());
            }
            return changed;
        } finally {
            changing.unlock();
        }
    }
}
