package io.pureboot.controller.session;

import io.pureboot.controller.event.EventBus;
import io.pureboot.controller.store.SessionRow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The events of clone sessions; progress at most once a second for each. */
final class SessionEvents {
    private static final Duration PROGRESS_GAP = Duration.ofSeconds(1);

    private final EventBus bus;
    private final Clock clock;
    private final Map<String, Instant> lastProgress = new ConcurrentHashMap<>();

    SessionEvents(EventBus bus, Clock clock) {
        this.bus = bus;
        this.clock = clock;
    }

    void started(SessionRow row) {
        Map<String, @Nullable Object> data = data(row);
        data.put("source_node_id", row.source().nodeId());
        data.put("target_node_id", row.target().nodeId());
        data.put("clone_mode", row.mode().name().toLowerCase(Locale.ROOT));
        data.put("source_device", row.source().device());
        data.put("target_device", row.target().device());
        bus.publish("clone.started", data);
    }

    void sourceReady(SessionRow row) {
        Map<String, @Nullable Object> data = data(row);
        data.put("source_ip", row.sourceIp());
        data.put("source_port", row.sourcePort());
        data.put("size_bytes", row.sourceSizeBytes());
        bus.publish("clone.source_ready", data);
    }

    void progress(SessionRow row) {
        Instant now = clock.instant();
        Instant last = lastProgress.get(row.id());
        if (last != null && Duration.between(last, now).compareTo(PROGRESS_GAP) < 0) {
            return;
        }
        lastProgress.put(row.id(), now);
        Map<String, @Nullable Object> data = data(row);
        data.put("bytes_transferred", row.bytesTransferred());
        data.put("bytes_total", row.bytesTotal());
        data.put("progress_percent", SessionViews.percent(row));
        data.put("transfer_rate_bps", row.transferRateBps());
        data.put("status", row.target().progress().phase());
        data.put("verified_bytes", row.verifiedBytes());
        data.put("source_bytes_transferred", row.source().progress().bytes());
        bus.publish("clone.progress", data);
    }

    void completed(SessionRow row) {
        Map<String, @Nullable Object> data = data(row);
        data.put("duration_seconds", seconds(row));
        end("clone.completed", data, row);
    }

    void failed(SessionRow row, @Nullable String errorCode) {
        Map<String, @Nullable Object> data = data(row);
        data.put("error", row.error());
        data.put("error_code", errorCode);
        end("clone.failed", data, row);
    }

    void cancelled(SessionRow row) {
        end("clone.cancelled", data(row), row);
    }

    private void end(String type, Map<String, @Nullable Object> data, SessionRow row) {
        lastProgress.remove(row.id());
        bus.publish(type, data);
    }

    private static Map<String, @Nullable Object> data(SessionRow row) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("session_id", row.id());
        return data;
    }

    /** From start to end, rounded to whole seconds. */
    static long seconds(SessionRow row) {
        Instant from = row.startedAt();
        Instant to = row.completedAt();
        return from == null || to == null
                ? 0
                : Math.round(Duration.between(from, to).toMillis() / 1000.0);
    }
}
