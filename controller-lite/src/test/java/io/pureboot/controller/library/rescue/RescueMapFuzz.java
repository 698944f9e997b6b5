package io.pureboot.controller.library.rescue;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * The reader of ddrescue maps over any bytes, for Jazzer ({@code --target_class}) and for {@link RescueMapFuzzTest}: it
 * ends, in an IOException when they are no map, and what a map says was read and was not is all it speaks of.
 */
public final class RescueMapFuzz {
    private RescueMapFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        RescueMap map;
        try {
            map = RescueMap.of(new ByteArrayInputStream(input));
        } catch (IOException e) {
            // What damage looks like.
            return;
        }
        long lost = map.lost().stream().mapToLong(RescueMap.Lost::length).sum();
        if (map.rescued() < 0 || lost < 0 || map.rescued() + lost != map.total()) {
            throw new IllegalStateException("%d and %d of %d".formatted(map.rescued(), lost, map.total()));
        }
        if (map.lostIn(0, Long.MAX_VALUE) != lost
                || map.lostIn(7, 0) != 0
                || map.text().isEmpty()) {
            throw new IllegalStateException("lost " + map.lostIn(0, Long.MAX_VALUE) + " of " + lost);
        }
        map.health();
    }
}
