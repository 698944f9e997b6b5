package io.pureboot.controller;

import io.pureboot.controller.auth.Audit;
import io.pureboot.controller.auth.SignIns;
import io.pureboot.controller.http.ServerTls;
import io.pureboot.controller.node.Credentials;
import io.pureboot.controller.node.Presence;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens by the clock. */
final class Ticker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("ticker").daemon().factory());
    private final Presence presence;

    Ticker(Presence presence, Credentials credentials, SignIns signIns, Audit audit, ServerTls tls) {
        this.presence = presence;
        every(1, TimeUnit.SECONDS, () -> {
            presence.tick();
            return true;
        });
        every(60, TimeUnit.SECONDS, () -> {
            presence.flush();
            return true;
        });
        every(6, TimeUnit.HOURS, () -> {
            credentials.sweep();
            signIns.sweep();
            audit.sweep();
            tls.renewWhenDue();
            return true;
        });
    }

    private void every(long period, TimeUnit unit, Callable<Boolean> work) {
        var unused = clockwork.scheduleAtFixedRate(
                () -> {
                    try {
                        work.call();
                    } catch (Exception e) {
                        LOG.error("periodic work failed; it is tried again", e);
                    }
                },
                period,
                period,
                unit);
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
        presence.flush();
    }
}
