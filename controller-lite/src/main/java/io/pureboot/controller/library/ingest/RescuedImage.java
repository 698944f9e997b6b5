package io.pureboot.controller.library.ingest;

import io.pureboot.controller.library.rescue.RescueMap;
import io.pureboot.controller.library.text.Reason;
import io.pureboot.linux.block.Extent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of how an image was taken.
 *
 * @param source the map's file, or null when there is none
 * @param map what it says, or null when there is none or it cannot be used
 * @param problem why a map that is there cannot be used, or null
 */
record RescuedImage(
        @Nullable Path source,
        @Nullable RescueMap map,
        @Nullable String problem) {
    /**
     * The map named, or the one beside the image.
     *
     * @param size bytes of the image
     */
    static RescuedImage of(Path image, long size, @Nullable Path named) {
        String base = image.getFileName().toString().replaceFirst("(?i)\\.img$", "");
        Path file = named != null ? named : image.resolveSibling(base + ".map");
        if (named == null && !Files.isRegularFile(file)) {
            return new RescuedImage(null, null, null);
        }
        try {
            RescueMap map = RescueMap.of(file);
            if (map.total() != size) {
                return new RescuedImage(
                        file,
                        null,
                        "the map %s speaks of %d bytes, the image has %d: it is truncated, or this is not its map"
                                .formatted(file, map.total(), size));
            }
            return new RescuedImage(file, map, null);
        } catch (IOException e) {
            return new RescuedImage(file, null, Reason.of(e));
        }
    }

    /** Bytes among these that were not read from the medium. */
    long lostIn(List<Extent> extents) {
        RescueMap known = map;
        return known == null
                ? 0
                : extents.stream()
                        .mapToLong(extent -> known.lostIn(extent.start(), extent.length()))
                        .sum();
    }

    /** For the record of the medium. */
    Map<String, Object> diagnosis(Instant now) {
        RescueMap known = Objects.requireNonNull(map);
        return Map.of(
                "ts",
                now.truncatedTo(ChronoUnit.SECONDS).toString(),
                "map",
                String.valueOf(source),
                "health",
                known.health().word(),
                "rescued_bytes",
                known.rescued(),
                "lost_bytes",
                known.total() - known.rescued());
    }
}
