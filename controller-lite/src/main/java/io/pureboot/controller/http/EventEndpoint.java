package io.pureboot.controller.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.UnauthorizedResponse;
import io.pureboot.controller.auth.SignIns;
import io.pureboot.controller.event.EventSocket;
import io.pureboot.controller.event.EventSockets;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The WebSocket {@code /api/v1/ws}: for people who are signed in, by cookie from our own pages or by {@code ?token=}. */
public final class EventEndpoint {
    public static final String PATH = "/api/v1/ws";
    private static final String PONG = "{\"type\":\"pong\"}";
    private static final Duration IDLE = Duration.ofMinutes(2);

    private final SignIns signIns;
    private final EventSockets sockets;
    private final Map<String, EventSocket> open = new ConcurrentHashMap<>();

    public EventEndpoint(SignIns signIns, EventSockets sockets) {
        this.signIns = signIns;
        this.sockets = sockets;
    }

    public void register(JavalinConfig config) {
        config.routes.wsBeforeUpgrade(PATH, this::authenticate);
        config.routes.ws(PATH, ws -> {
            ws.onConnect(context -> {
                context.session.setIdleTimeout(IDLE);
                context.enableAutomaticPings(30, java.util.concurrent.TimeUnit.SECONDS);
                open.put(context.sessionId(), sockets.open(context.session));
            });
            ws.onMessage(context -> {
                EventSocket socket = open.get(context.sessionId());
                if (socket != null && context.message().strip().equals("ping")) {
                    socket.send(PONG);
                }
            });
            ws.onClose(context -> forget(context.sessionId()));
            ws.onError(context -> forget(context.sessionId()));
        });
    }

    private void forget(String id) {
        EventSocket socket = open.remove(id);
        if (socket != null) {
            sockets.close(socket);
        }
    }

    private void authenticate(Context context) {
        String token = context.queryParam("token");
        String cookie = context.cookie(Callers.COOKIE);
        boolean accepted = token != null
                ? signIns.holder(token, false).isPresent()
                : cookie != null
                        && sameOrigin(context)
                        && signIns.holder(cookie, true).isPresent();
        if (!accepted) {
            throw new UnauthorizedResponse("Sign in first, or give a token: " + PATH + "?token=TOKEN");
        }
    }

    /** A browser sends the cookie also for a page of another site, and says so in Origin. */
    private static boolean sameOrigin(Context context) {
        String origin = context.header("Origin");
        return origin == null
                || authority(origin) != null
                        && String.valueOf(authority(origin)).equals(context.host());
    }

    private static @Nullable String authority(String origin) {
        try {
            return URI.create(origin).getRawAuthority();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
