package io.pureboot.controller.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to each partition on the way to the target.
 *
 * @param resizeMode none, shrink_source or grow_target
 * @param errorMessage why it is not feasible, else null
 */
public record ResizePlan(
        long sourceDiskBytes,
        long targetDiskBytes,
        String resizeMode,
        List<Part> partitions,
        boolean feasible,
        @Nullable String errorMessage) {

    /** One partition; {@code action} is keep, shrink, grow or delete. */
    public record Part(
            int partition,
            long currentSizeBytes,
            long newSizeBytes,
            @Nullable String filesystem,
            String action,
            @Nullable Long minSizeBytes,
            boolean canResize) {}
}
