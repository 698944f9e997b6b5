package io.pureboot.controller.session;

import io.pureboot.controller.node.DiskCatalog;
import io.pureboot.controller.node.Presence;
import io.pureboot.controller.store.SessionRow;
import io.pureboot.protocol.disk.DiskIdentity;
import io.pureboot.protocol.disk.DiskInfo;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has nodes scan again before a session is bound to disks that only their contents tell from others: what the last scan
 * found may have been changed since, rightly. Of a node that is away the last scan stands, of one that takes long nothing.
 */
final class FreshLook {
    private static final Logger LOG = LoggerFactory.getLogger(FreshLook.class);
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Presence presence;
    private final DiskCatalog disks;

    FreshLook(Presence presence, DiskCatalog disks) {
        this.presence = presence;
        this.disks = disks;
    }

    /**
     * What came of it.
     *
     * @param seen nodes whose last scan was begun for this
     * @param unseen nodes that are there, were asked, and whose last scan is an old one
     */
    record Looked(Set<String> seen, Set<String> unseen) {
        static final Looked NOWHERE = new Looked(Set.of(), Set.of());
    }

    /** Does it once the nodes have reported, or have not in time; at once when there is nothing to look at. */
    <T> CompletableFuture<T> before(Set<String> nodes, Function<Looked, T> step) {
        if (nodes.isEmpty()) {
            return CompletableFuture.completedFuture(step.apply(Looked.NOWHERE));
        }
        Set<String> seen = ConcurrentHashMap.newKeySet();
        seen.addAll(nodes);
        Set<String> unseen = ConcurrentHashMap.newKeySet();
        CompletableFuture<?>[] looks = nodes.stream()
                .map(node -> disks.live(node, LIMIT).exceptionally(failure -> {
                    LOG.warn("node {} did not look at its disks in time: {}", node, failure.getMessage());
                    seen.remove(node);
                    unseen.add(node);
                    return List.of();
                }))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(looks)
                .thenApplyAsync(
                        done -> step.apply(new Looked(seen, unseen)),
                        work -> Thread.ofVirtual().start(work));
    }

    /** Nodes that are there and have such a disk in the session. */
    Set<String> nodesOf(Stream<SessionRow.Side> sides) {
        Set<String> nodes = new LinkedHashSet<>();
        sides.forEach(side -> {
            String node = side.nodeId();
            if (node != null && presence.online(node) && nameless(node, side)) {
                nodes.add(node);
            }
        });
        return nodes;
    }

    private boolean nameless(String node, SessionRow.Side side) {
        return Optional.ofNullable(side.identity())
                .or(() -> disks.find(node, side.device()).map(DiskInfo::identity))
                .filter(DiskIdentity::nameless)
                .isPresent();
    }
}
