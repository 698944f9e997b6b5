package io.pureboot.controller.session;

import io.pureboot.controller.check.Devices;
import io.pureboot.controller.check.Fields;
import io.pureboot.controller.node.DiskCatalog;
import io.pureboot.controller.node.Nodes;
import io.pureboot.controller.store.BackendStore;
import io.pureboot.controller.store.SessionRow;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.protocol.session.CloneMode;
import io.pureboot.protocol.session.CloneSessionCreate;
import io.pureboot.protocol.session.CloneSessionPatch;
import io.pureboot.protocol.session.ResizeMode;
import io.pureboot.protocol.session.SessionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes and changes sessions that have not started: defaults, checks, and the disks bound to what they are now. */
final class SessionDrafts {
    static final String DEFAULT_DEVICE = "/dev/sda";
    static final int DEFAULT_PORT = 9999;

    private final Nodes nodes;
    private final DiskCatalog disks;
    private final BackendStore backends;
    private final DiskBinding binding;

    SessionDrafts(Nodes nodes, DiskCatalog disks, BackendStore backends, DiskBinding binding) {
        this.nodes = nodes;
        this.disks = disks;
        this.backends = backends;
        this.binding = binding;
    }

    SessionRow create(CloneSessionCreate request, String createdBy, Instant now, FreshLook.Looked looked) {
        CloneMode mode = Objects.requireNonNullElse(request.cloneMode(), CloneMode.STAGED);
        String sourceDevice = Objects.requireNonNullElse(request.sourceDevice(), DEFAULT_DEVICE);
        String targetDevice = Objects.requireNonNullElse(request.targetDevice(), DEFAULT_DEVICE);
        Fields fields = new Fields()
                .text("name", request.name(), 255)
                .requiredText("source_node_id", request.sourceNodeId(), 36)
                .text("target_node_id", request.targetNodeId(), 36)
                .text("staging_backend_id", request.stagingBackendId(), 36)
                .range("source_port", request.sourcePort(), 1, 65535)
                .check(
                        mode != CloneMode.DIRECT || request.targetNodeId() != null,
                        "target_node_id",
                        "is required for a direct clone")
                .check(
                        mode != CloneMode.STAGED || request.stagingBackendId() != null,
                        "staging_backend_id",
                        "is required for a staged clone");
        checkDevice(fields, "source_device", sourceDevice);
        checkDevice(fields, "target_device", targetDevice);
        fields.orThrow();
        String source = String.valueOf(request.sourceNodeId());
        nodes.get(source);
        checkTarget(source, request.targetNodeId());
        String backend = request.stagingBackendId();
        if (backend != null && backends.find(backend).isEmpty()) {
            throw ProblemException.notFound("There is no storage backend '" + backend + "'.");
        }
        return new SessionRow(
                UUID.randomUUID().toString(),
                request.name(),
                SessionStatus.PENDING,
                mode,
                side(source, sourceDevice, "source_device", looked),
                side(request.targetNodeId(), targetDevice, "target_device", looked),
                null,
                Objects.requireNonNullElse(request.sourcePort(), DEFAULT_PORT),
                Objects.requireNonNullElse(request.sourcePort(), DEFAULT_PORT),
                new SessionRow.Staging(backend, null, null, mode == CloneMode.STAGED ? "pending" : null),
                Objects.requireNonNullElse(request.resizeMode(), ResizeMode.NONE),
                null,
                null,
                null,
                0,
                null,
                0,
                Boolean.TRUE.equals(request.rescue()),
                List.of(),
                SessionRow.Stages.NONE,
                null,
                now,
                null,
                null,
                createdBy);
    }

    SessionRow change(SessionRow row, CloneSessionPatch patch, FreshLook.Looked looked) {
        if (row.status() != SessionStatus.PENDING || row.started()) {
            throw new ProblemException(
                    ProblemType.SESSION_STATE, "A session can be changed only before it is started.");
        }
        Fields fields = new Fields().text("name", patch.name(), 255).text("target_node_id", patch.targetNodeId(), 36);
        if (patch.targetDevice() != null) {
            checkDevice(fields, "target_device", patch.targetDevice());
        }
        fields.orThrow();
        String target = Objects.requireNonNullElse(
                patch.targetNodeId(), Objects.requireNonNullElse(row.target().nodeId(), ""));
        checkTarget(String.valueOf(row.source().nodeId()), target.isEmpty() ? null : target);
        SessionRow.Change change = row.change();
        change.name = patch.name() == null ? row.name() : patch.name();
        change.resizeMode = Objects.requireNonNullElse(patch.resizeMode(), row.resizeMode());
        if (patch.targetNodeId() != null || patch.targetDevice() != null) {
            change.target = side(
                    target.isEmpty() ? null : target,
                    Objects.requireNonNullElse(
                            patch.targetDevice(), row.target().device()),
                    "target_device",
                    looked);
        }
        return change.apply();
    }

    /** Throws of what is known already to be refused at any start; returns the same. */
    SessionRow possible(SessionRow row) {
        DistinctDisks.check(row);
        String target = row.target().nodeId();
        if (target != null && row.resizeMode() == ResizeMode.NONE) {
            disks.find(String.valueOf(row.source().nodeId()), row.source().device())
                    .ifPresent(from ->
                            disks.find(target, row.target().device()).ifPresent(to -> FittingDisks.check(from, to)));
        }
        return row;
    }

    private void checkTarget(String source, @Nullable String target) {
        if (target != null) {
            nodes.get(target);
            if (target.equals(source)) {
                throw new ProblemException(
                        ProblemType.CONFLICT, "Source and target are the same node: choose another target.");
            }
        }
    }

    private static void checkDevice(Fields fields, String field, String device) {
        fields.check(Devices.valid(device), field, "is not the path of a block device such as /dev/sda");
    }

    /** Bound to the disk of the last scan; a node that was never scanned is bound when the session starts. */
    private SessionRow.Side side(@Nullable String nodeId, String device, String field, FreshLook.Looked looked) {
        SessionRow.Side unbound = new SessionRow.Side(nodeId, device, null, null, null, SessionRow.Progress.NONE);
        if (nodeId != null) {
            List<DiskInfo> known = disks.of(nodeId);
            Optional<DiskInfo> found =
                    known.stream().filter(disk -> disk.device().equals(device)).findFirst();
            if (found.isPresent()) {
                return binding.bind(unbound, found.get(), looked);
            }
            if (!known.isEmpty()) {
                throw ProblemException.field(
                        field,
                        "the last scan of the node did not find " + device + ", it found "
                                + String.join(
                                        ", ",
                                        known.stream().map(DiskInfo::device).toList()));
            }
        }
        return unbound;
    }
}
