package io.pureboot.node;

import io.pureboot.node.controller.ControllerAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of this node.
 *
 * @param controller null when the node stands alone
 * @param pin for people who sign in at the node itself; null when nobody can
 * @param port of the pages and the API, 0 for any free one
 * @param dataPort of the data plane when no session says otherwise, 0 for any free one
 * @param disks the only devices to see and touch; empty for all of the machine
 * @param bind address to listen at, null for all
 * @param advertise address others reach this node at, null to find out
 * @param readyFile written once the node is enrolled and listens, null for none
 * @param statusFile for the machine's console, null for none
 * @param booted whether PureBoot booted this machine, so that the controller may turn it off
 * @param sessionId the session this machine was booted for, or null
 * @param sendLimit bytes a second sent as a source at most, 0 for no limit
 * @param mac of the card this machine is known by at the controller, in lower case, or null to find out
 * @param problems what was asked for and cannot be, one sentence each
 */
public record NodeConfig(
        @Nullable ControllerAddress controller,
        @Nullable String pin,
        BootMode mode,
        int port,
        int dataPort,
        List<String> disks,
        Path stateDir,
        @Nullable String bind,
        @Nullable String advertise,
        String name,
        @Nullable Path readyFile,
        @Nullable Path statusFile,
        Duration heartbeat,
        boolean booted,
        @Nullable String sessionId,
        long sendLimit,
        @Nullable String mac,
        List<String> problems) {
    public NodeConfig {
        disks = List.copyOf(disks);
        problems = List.copyOf(problems);
    }

    /** Where updates wait for the controller: the default directory itself, or {@code queue} in the one given. */
    public Path queueFolder() {
        return stateDir.equals(NodeOptions.DEFAULT_STATE) ? stateDir : stateDir.resolve("queue");
    }

    /** Without PIN and token: this ends up in logs. */
    @Override
    public String toString() {
        return "mode " + mode.wireName() + ", "
                + (controller == null ? "no controller" : "controller " + controller) + ", disks "
                + (disks.isEmpty() ? "all" : disks) + ", state in " + stateDir;
    }
}
