package io.pureboot.controller.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.node.Orders;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OrderBookTest {
    private final ConcurrentHashMap<String, List<Order>> wanted = new ConcurrentHashMap<>();
    private final OrderBook book = book();

    private OrderBook book() {
        OrderBook made = new OrderBook();
        made.add(node -> wanted.getOrDefault(node, List.of()));
        return made;
    }

    private void want(Order... orders) {
        wanted.put("n", List.of(orders));
        book.refresh("n");
    }

    @Test
    @DisplayName("DF5 the version changes with the list, and an equal list has the version it had")
    void versions() {
        Orders none = book.current("n");
        want(new Order.Command("reboot"));
        Orders reboot = book.current("n");
        want(new Order.Command("poweroff"));
        assertEquals(
                3,
                List.of(none.version(), reboot.version(), book.current("n").version()).stream()
                        .distinct()
                        .count());
        want(new Order.Command("reboot"));
        assertEquals(reboot.version(), book.current("n").version());
        assertEquals(reboot.version(), book().current("n").version());
        want(new Order.Scan("reboot"));
        assertNotEquals(reboot.version(), book.current("n").version());
    }

    @Test
    @DisplayName("DF5 who knows another version is answered at once, who knows this one waits for a change")
    void waits() throws Exception {
        Orders now = book.current("n");
        assertTrue(book.await("n", null, Duration.ofSeconds(30)).isDone());
        assertTrue(book.await("n", now.version() + 1, Duration.ofSeconds(30)).isDone());
        assertTrue(book.await("n", now.version(), Duration.ZERO).isDone());
        CompletableFuture<Orders> waiting = book.await("n", now.version(), Duration.ofSeconds(30));
        CompletableFuture<Orders> second = book.await("n", now.version(), Duration.ofSeconds(30));
        CompletableFuture<Orders> other = book.await("m", book.current("m").version(), Duration.ofSeconds(30));
        assertFalse(waiting.isDone());
        want(new Order.Scan("s"));
        assertEquals(1, waiting.get(10, TimeUnit.SECONDS).orders().size());
        assertEquals(1, second.get(10, TimeUnit.SECONDS).orders().size());
        assertFalse(other.isDone());
    }

    @Test
    @DisplayName("DF5 when the time is over the list is answered as it is")
    void timeIsOver() throws Exception {
        Orders now = book.current("n");
        assertEquals(now, book.await("n", now.version(), Duration.ofMillis(50)).get(10, TimeUnit.SECONDS));
    }
}
