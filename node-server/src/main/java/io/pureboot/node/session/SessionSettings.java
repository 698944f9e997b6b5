package io.pureboot.node.session;

import io.pureboot.node.transfer.SendLimit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * What sessions need to know of their node.
 *
 * @param nodeId asked when a role starts: the node may enrol after this is made
 * @param addresses this node may be reached at, the one towards the controller first
 * @param journals folder that survives the process
 * @param connections of a target to its source
 * @param readLimit a source that says nothing for this long has gone
 * @param sendLimit of all sources of this node together
 */
public record SessionSettings(
        Supplier<String> nodeId,
        Supplier<List<String>> addresses,
        Path journals,
        int connections,
        Duration readLimit,
        SendLimit sendLimit) {

    /** Two connections keep two cores busy; more only help over long distances. */
    public static SessionSettings of(
            Supplier<String> nodeId, Supplier<List<String>> addresses, Path stateDirectory, SendLimit sendLimit) {
        return new SessionSettings(
                nodeId,
                addresses,
                stateDirectory.resolve("sessions"),
                Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 6),
                Duration.ofSeconds(20),
                sendLimit);
    }
}
