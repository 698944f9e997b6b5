package io.pureboot.controller.session;

import io.pureboot.controller.node.DiskCatalog;
import io.pureboot.controller.node.Nodes;
import io.pureboot.controller.node.Presence;
import io.pureboot.controller.store.SessionRow;
import io.pureboot.protocol.disk.DiskContents;
import io.pureboot.protocol.disk.DiskIdentity;
import io.pureboot.protocol.disk.DiskInfo;
import io.pureboot.protocol.problem.FieldError;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import io.pureboot.protocol.session.CloneMode;
import io.pureboot.protocol.session.ResizeMode;
import java.util.List;

/** Everything that must hold before a clone may begin; the first thing that does not is the answer. */
final class StartChecks {
    private final Nodes nodes;
    private final Presence presence;
    private final DiskCatalog disks;
    private final SessionOrders running;
    private final DiskBinding binding;

    StartChecks(Nodes nodes, Presence presence, DiskCatalog disks, SessionOrders running, DiskBinding binding) {
        this.nodes = nodes;
        this.presence = presence;
        this.disks = disks;
        this.running = running;
        this.binding = binding;
    }

    /**
     * Returns the session with both disks bound to what the last scan says they are.
     *
     * @param boot whether nodes may be off now, because they take their part once they start from the network
     */
    SessionRow check(SessionRow row, boolean boot, FreshLook.Looked looked) {
        offered(row);
        String target = row.target().nodeId();
        if (target == null) {
            throw ProblemException.field("target_node_id", "assign a target before starting");
        }
        String source = String.valueOf(row.source().nodeId());
        if (!boot) {
            online(source, "source");
            online(target, "target");
        }
        inTime(row.source(), "source", looked);
        inTime(row.target(), "target", looked);
        DiskInfo from = disk(source, row.source(), "source");
        DiskInfo to = disk(target, row.target(), "target");
        SessionRow.Change bound = row.change();
        bound.source = binding.bind(row.source(), from, looked);
        bound.target = binding.bind(row.target(), to, looked);
        DistinctDisks.check(bound.apply());
        free(from, source);
        free(to, target);
        if (to.readOnly()) {
            throw new ProblemException(
                    ProblemType.DEVICE_BUSY, "The target disk " + to.device() + " is read-only: choose another.");
        }
        FittingDisks.check(from, to);
        unclaimed(source, row.source().device());
        unclaimed(target, row.target().device());
        return bound.apply();
    }

    private static void offered(SessionRow row) {
        if (row.mode() == CloneMode.STAGED) {
            throw notOffered("clone_mode", "Staged clones are not offered by this version: use direct.");
        }
        if (row.resizeMode() != ResizeMode.NONE) {
            throw notOffered("resize_mode", "Resizing while cloning is not offered by this version: use none.");
        }
    }

    private static ProblemException notOffered(String field, String detail) {
        return new ProblemException(
                ProblemType.PLAN_REJECTED, detail, List.of(new FieldError(field, "not offered by this version")), null);
    }

    private void online(String nodeId, String role) {
        if (!presence.online(nodeId)) {
            throw new ProblemException(
                    ProblemType.NODE_STATE,
                    "The " + role + " node " + nodes.get(nodeId).name()
                            + " is offline: boot it first, or start with boot=true and then boot it from the network.");
        }
    }

    /** Nothing would tell the disk from another one like it, which a moment later would. */
    private static void inTime(SessionRow.Side side, String role, FreshLook.Looked looked) {
        if (side.contents() == null && looked.unseen().contains(String.valueOf(side.nodeId()))) {
            throw new ProblemException(
                    ProblemType.NODE_STATE,
                    "The " + role + " node did not look at its disks in time, and " + side.device()
                            + " has no serial number to be known by. Start again in a moment.");
        }
    }

    private DiskInfo disk(String nodeId, SessionRow.Side side, String role) {
        DiskInfo disk = disks.find(nodeId, side.device())
                .orElseThrow(() -> new ProblemException(
                        ProblemType.VALIDATION,
                        "The last scan of the " + role + " node did not find " + side.device()
                                + ": scan again or choose another disk.",
                        List.of(new FieldError(role + "_device", "was not found by the last scan")),
                        null));
        DiskIdentity bound = side.identity();
        if (bound != null && !bound.matches(disk.identity())) {
            throw new ProblemException(
                    ProblemType.DEVICE_CHANGED,
                    "The " + role + " disk " + side.device() + " is not the one that was chosen: it was "
                            + describe(bound) + " and is now " + describe(disk.identity())
                            + ". Make a new session if that one is meant.");
        }
        DiskContents held = side.contents();
        if (held != null) {
            held.require(disk);
        }
        return disk;
    }

    private static void free(DiskInfo disk, String nodeId) {
        if (!disk.inUse().isEmpty()) {
            throw new ProblemException(
                    ProblemType.DEVICE_BUSY,
                    disk.device() + " of node " + nodeId + " is in use: " + String.join("; ", disk.inUse())
                            + ". Release it, scan the disks again and start again.");
        }
    }

    private void unclaimed(String nodeId, String device) {
        for (SessionRow other : running.active()) {
            if (claims(other.source(), nodeId, device) || claims(other.target(), nodeId, device)) {
                throw new ProblemException(
                        ProblemType.DEVICE_BUSY,
                        device + " of node " + nodeId + " takes part in session " + other.id()
                                + ", which is still running.");
            }
        }
    }

    private static boolean claims(SessionRow.Side side, String nodeId, String device) {
        return nodeId.equals(side.nodeId()) && device.equals(side.device());
    }

    private static String describe(DiskIdentity disk) {
        return disk.model() + " " + disk.serial() + " with " + disk.sizeBytes() + " bytes";
    }
}
