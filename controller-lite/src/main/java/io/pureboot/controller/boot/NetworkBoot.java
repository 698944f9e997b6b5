package io.pureboot.controller.boot;

import io.pureboot.controller.node.FirmwareUuid;
import io.pureboot.controller.node.Nodes;
import io.pureboot.controller.node.Presence;
import io.pureboot.controller.session.SessionOrders;
import io.pureboot.controller.store.NodeRow;
import io.pureboot.protocol.node.NodeRegistration;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a machine does when it starts from the network: its part in a running clone, wait for orders when a person asked
 * for it, else its own disk. A machine nobody knows is entered, so that people see it.
 */
public final class NetworkBoot {
    /**
     * Both consoles are spoken to; the kernel's messages stay out of the status screen. The file system in memory is
     * limited so that too little memory is something /init can say, instead of a panic.
     */
    public static final String KERNEL_OPTIONS =
            "console=ttyS0,115200 console=tty0 quiet loglevel=4 panic=30 initramfs_options=size=75%";

    /** State of a node that boots PureBoot the next time; having enrolled it is {@code active} again. */
    static final String PENDING = "pending";

    static final String DISCOVERED = "discovered";

    private static final Logger LOG = LoggerFactory.getLogger(NetworkBoot.class);
    private static final Pattern MAC = Pattern.compile("([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}");
    /** Anybody on the network may ask: a list that grows without end is not theirs to make. */
    private static final int MOST_DISCOVERED = 1000;
    /** Pauses of five seconds: longer than a node counts as running after its last word, and several heartbeats. */
    private static final int MOST_PAUSES = 4;

    private final Nodes nodes;
    private final Presence presence;
    private final SessionOrders sessions;
    private final BootLines lines;
    private final boolean takesNew;
    private final Clock clock;

    /** @param takesNew whether a machine nobody knows boots PureBoot */
    public NetworkBoot(
            Nodes nodes, Presence presence, SessionOrders sessions, BootLines lines, boolean takesNew, Clock clock) {
        this.nodes = nodes;
        this.presence = presence;
        this.sessions = sessions;
        this.lines = lines;
        this.takesNew = takesNew;
        this.clock = clock;
    }

    /**
     * The script that iPXE gets first: it knows the machine's address, this program does not yet. UEFI takes the next
     * entry of its boot order only after one that failed: an exit without a status ends in the firmware's menu.
     */
    public static String first(String files) {
        return """
                #!ipxe
                chain --replace %s/api/v1/boot?mac=${netX/mac}&uuid=${uuid} || exit 1
                """.formatted(files);
    }

    /**
     * The script for one machine.
     *
     * @param ask what the machine tells of itself
     * @param server address of this controller for nodes, {@code https://…}
     * @param files address of kernel and RAM disks, {@code http://…}
     * @param startArchive whether there is the second RAM disk
     */
    public String script(Ask ask, String server, String files, boolean startArchive) {
        String mac = ask.mac();
        if (mac == null || !MAC.matcher(mac).matches()) {
            throw ProblemException.field("mac", "must be six pairs of hexadecimal digits such as 52:54:00:12:34:56");
        }
        String normal = mac.toLowerCase(Locale.ROOT).replace('-', ':');
        String uuid = FirmwareUuid.identity(ask.uuid());
        Optional<NodeRow> known = choose(rows(row -> normal.equals(row.machine().macAddress())));
        if (known.isEmpty() && uuid != null) {
            // A machine may start from another of its cards.
            List<NodeRow> rows = sameFirmware(uuid);
            long heard = lastHeard(rows);
            Ask.Pause pause = ask.pause();
            boolean silent = pause == null || heard <= pause.heard();
            if (silent && runs(rows) && (pause == null || pause.number() < MOST_PAUSES)) {
                LOG.info(
                        "{} tells the firmware UUID of a node that was heard of just now: it is asked to wait", normal);
                return pauseFirst(normal, files, pause == null ? new Ask.Pause(1, heard) : pause.next());
            }
            if (silent) {
                known = choose(rows);
            }
        }
        NodeRow node = known.orElseGet(() -> discover(normal, uuid));
        boolean works = sessions.of(node.id()).isPresent();
        if (!works
                && !node.state().equals(PENDING)
                && !(takesNew && node.state().equals(DISCOVERED))) {
            LOG.info("{} starts from the network and has no work: it boots its own disk", node.name());
            return ownDisk();
        }
        LOG.info("{} starts from the network and gets PureBoot", node.name());
        String line = lines.forNode(node.id(), server, "network boot") + " pureboot.time="
                + clock.instant().getEpochSecond();
        String second = startArchive ? " initrd=initrd-start.img" : "";
        String start =
                startArchive ? "initrd --name initrd-start.img " + files + "/initrd-start.img || goto again\n" : "";
        // One that has work must not fall through to its own disk because a transfer broke: it would start a source's
        // system, or half a target's.
        return """
                #!ipxe
                kernel %1$s/vmlinuz %2$s initrd=initrd.img%3$s %4$s || goto again
                initrd --name initrd.img %1$s/initrd.img || goto again
                %5$sboot || goto again
                :again
                echo PureBoot did not arrive whole: asking again in 10 seconds
                sleep 10
                imgfree
                chain --replace %1$s/api/v1/boot?mac=%6$s&uuid=${uuid} || goto again
                """.formatted(files, KERNEL_OPTIONS, second, line, start, normal);
    }

    /** What the machine does at its next start from the network: wait for orders, or boot its own disk. */
    public void assign(String nodeId, boolean pureboot) {
        nodes.update(nodeId, row -> {
            String otherwise = row.enrolledAt() == null ? DISCOVERED : "active";
            return row.withState(pureboot ? PENDING : otherwise, clock.instant());
        });
    }

    private static String ownDisk() {
        return """
                #!ipxe
                iseq ${platform} pcbios && sanboot --no-describe --drive 0x80 ||
                exit 1
                """;
    }

    /**
     * A node that was heard of a moment ago may have been reset, and is in its firmware now, or is another machine with
     * the same UUID that goes on being heard of: a pause tells them apart.
     */
    private static String pauseFirst(String mac, String files, Ask.Pause pause) {
        return """
                #!ipxe
                echo PureBoot looks whether another machine runs that says it is this one
                sleep 5
                chain --replace %1$s || sleep 5
                chain --replace %1$s || exit 1
                """.formatted(files + "/api/v1/boot?mac=" + mac + "&uuid=${uuid}" + pause.parameters());
    }

    /**
     * None where the UUID tells no machine from another, as some makers put one into all their boards: nodes with different
     * cards tell the same one.
     */
    private List<NodeRow> sameFirmware(String uuid) {
        List<NodeRow> rows =
                rows(row -> uuid.equals(FirmwareUuid.identity(row.machine().systemUuid())));
        Set<String> cards = new HashSet<>();
        rows.forEach(row -> cards.add(String.valueOf(row.machine().macAddress())));
        return cards.size() > 1 ? List.of() : rows;
    }

    private boolean runs(List<NodeRow> rows) {
        return rows.stream().anyMatch(row -> presence.online(row.id()));
    }

    /** In milliseconds since 1970; 0 for never. */
    private long lastHeard(List<NodeRow> rows) {
        return rows.stream()
                .flatMap(row -> presence.lastSeen(row.id()).stream())
                .mapToLong(Instant::toEpochMilli)
                .max()
                .orElse(0);
    }

    private List<NodeRow> rows(Predicate<NodeRow> wanted) {
        return nodes.all().stream().filter(wanted).toList();
    }

    /** Of several programs on one machine the one that has work, else the one heard of last. */
    private Optional<NodeRow> choose(List<NodeRow> rows) {
        return rows.stream()
                .filter(row -> sessions.of(row.id()).isPresent() || row.state().equals(PENDING))
                .findFirst()
                .or(() -> rows.stream().max(Comparator.comparing(NodeRow::updatedAt)));
    }

    private NodeRow discover(String mac, @Nullable String uuid) {
        if (nodes.all().stream().filter(row -> row.state().equals(DISCOVERED)).count() >= MOST_DISCOVERED) {
            throw new ProblemException(
                    ProblemType.TOO_MANY_REQUESTS,
                    "There are " + MOST_DISCOVERED + " machines nobody has used yet: delete those that do not exist.");
        }
        NodeRegistration machine =
                new NodeRegistration(null, mac, null, null, null, uuid, null, null, null, null, null, null);
        LOG.info("{} starts from the network for the first time", mac);
        return nodes.save(new NodeRow(
                UUID.randomUUID().toString(),
                machine,
                null,
                DISCOVERED,
                null,
                null,
                null,
                null,
                null,
                null,
                clock.instant(),
                clock.instant()));
    }
}
