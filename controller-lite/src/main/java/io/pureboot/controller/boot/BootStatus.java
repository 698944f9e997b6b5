package io.pureboot.controller.boot;

import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether machines can boot over the network from this controller, for people to see. Thread-safe. */
public final class BootStatus {
    private static final View OFF = new View(false, null, "off", null);

    private volatile Supplier<View> now = () -> OFF;

    /**
     * @param httpPort of plain HTTP, or null
     * @param dhcp {@code off}, {@code proxy} or {@code full}
     * @param problem why machines cannot boot, or null
     */
    public record View(
            boolean enabled,
            @Nullable Integer httpPort,
            String dhcp,
            @Nullable String problem) {}

    /** From now on it is offered; {@code problem} is asked each time. */
    public void offered(int httpPort, BootConfig.Dhcp dhcp, Supplier<@Nullable String> problem) {
        String name = dhcp.name().toLowerCase(Locale.ROOT);
        now = () -> new View(true, httpPort, name, problem.get());
    }

    public View view() {
        return now.get();
    }
}
