package io.pureboot.controller.session;

import io.pureboot.controller.ca.CertificateAuthority;
import io.pureboot.controller.check.Devices;
import io.pureboot.controller.check.Fields;
import io.pureboot.controller.node.NodeAddresses;
import io.pureboot.controller.store.SessionRow;
import io.pureboot.protocol.disk.DiskIdentity;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.protocol.session.CloneRole;
import io.pureboot.protocol.session.SessionStatus;
import io.pureboot.protocol.session.SourceReady;
import java.time.Clock;
import java.util.List;
import java.util.Objects;

/** What only the source says: that it serves its disk, and where. */
public final class SourceCallbacks {
    private static final int MAX_NOTES = 1024;

    private final Sessions sessions;
    private final NodeAddresses addresses;
    private final SessionEvents events;
    private final Clock clock;

    SourceCallbacks(Sessions sessions, NodeAddresses addresses, SessionEvents events, Clock clock) {
        this.sessions = sessions;
        this.addresses = addresses;
        this.events = events;
        this.clock = clock;
    }

    /** Takes the address the target is sent to. Said again after a restart with another address, the target follows. */
    public SessionRow ready(String sessionId, String nodeId, SourceReady ready, String remoteAddress) {
        check(ready);
        if (!addresses.plausible(nodeId, ready.ip(), remoteAddress)) {
            throw ProblemException.field(
                    "ip", ready.ip() + " is neither an address the node has reported nor the one it comes from");
        }
        Sessions.Changed changed = sessions.change(sessionId, row -> {
            Roles.require(row, CloneRole.SOURCE, nodeId);
            SessionStatus next = SessionMachine.next(row.status(), row.started(), SessionEvent.SOURCE_READY);
            sameDisk(row, ready);
            SessionRow.Change change = row.change();
            change.status = next;
            change.sourceIp = ready.ip();
            change.sourcePort = Objects.requireNonNullElse(ready.port(), row.sourcePort());
            change.sourceSizeBytes = ready.sizeBytes();
            change.bytesTotal = Objects.requireNonNullElse(ready.bytesTotal(), ready.sizeBytes());
            change.stages = row.stages().sourceReady(clock.instant());
            change.notes = Objects.requireNonNullElse(ready.notes(), row.notes());
            return change.apply();
        });
        if (changed.entered(SessionStatus.SOURCE_READY)) {
            events.sourceReady(changed.after());
        }
        return changed.after();
    }

    private static void check(SourceReady ready) {
        Fields fields = new Fields()
                .requiredText("ip", ready.ip(), 45)
                .range("port", ready.port(), 1, 65535)
                .range("size_bytes", ready.sizeBytes(), 1, Long.MAX_VALUE)
                .range("bytes_total", ready.bytesTotal(), 0, Long.MAX_VALUE);
        String ip = ready.ip();
        fields.check(
                ip == null
                        || (CertificateAuthority.isAddress(ip)
                                && !List.of("0.0.0.0", "::").contains(ip)),
                "ip",
                "must be an IPv4 or IPv6 address");
        String device = ready.device();
        fields.check(device == null || Devices.valid(device), "device", "is not the path of a block device");
        fields.check(ready.notes() == null || ready.notes().size() <= MAX_NOTES, "notes", "has more than 1024 entries");
        fields.orThrow();
    }

    private static void sameDisk(SessionRow row, SourceReady ready) {
        DiskIdentity bound = row.source().identity();
        DiskIdentity named = ready.identity();
        boolean sameDevice =
                ready.device() == null || ready.device().equals(row.source().device());
        if (!sameDevice || (bound != null && named != null && !bound.matches(named))) {
            throw new ProblemException(
                    ProblemType.DEVICE_CHANGED, "The source serves another disk than the session is about.");
        }
        if (bound != null && bound.sizeBytes() != ready.sizeBytes()) {
            throw new ProblemException(
                    ProblemType.DEVICE_CHANGED,
                    "The source disk has " + ready.sizeBytes() + " bytes now and had " + bound.sizeBytes()
                            + " when the session was made.");
        }
    }
}
