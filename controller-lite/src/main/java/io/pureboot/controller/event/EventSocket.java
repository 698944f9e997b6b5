package io.pureboot.controller.event;

import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * One WebSocket: a message at a time on the way, a bounded number waiting. When more pile up the connection is cut: the
 * client reconnects and asks for the state anew, which is more use to it than old events. Thread-safe.
 */
public final class EventSocket {
    private static final int MAX_WAITING = 256;

    private final Session session;
    private final Deque<String> waiting = new ArrayDeque<>();
    private boolean sending;
    private boolean dropped;

    EventSocket(Session session) {
        this.session = session;
    }

    /** Returns at once; false when the client was dropped. */
    public boolean send(String text) {
        synchronized (this) {
            if (dropped) {
                return false;
            }
            if (waiting.size() < MAX_WAITING) {
                waiting.addLast(text);
            } else {
                dropped = true;
                waiting.clear();
            }
        }
        if (dropped()) {
            session.disconnect();
            return false;
        }
        next();
        return true;
    }

    private synchronized boolean dropped() {
        return dropped;
    }

    private void next() {
        String text;
        synchronized (this) {
            if (sending || dropped || waiting.isEmpty()) {
                return;
            }
            text = waiting.removeFirst();
            sending = true;
        }
        session.sendText(text, Callback.from(this::sent, failure -> failed()));
    }

    private void sent() {
        synchronized (this) {
            sending = false;
        }
        next();
    }

    private synchronized void failed() {
        dropped = true;
        waiting.clear();
    }
}
