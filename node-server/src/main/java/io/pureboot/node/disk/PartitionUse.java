package io.pureboot.node.disk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who uses a partition: where it is mounted, and every reason not to write to it. */
record PartitionUse(@Nullable String mountpoint, List<String> reasons) {
    PartitionUse {
        reasons = List.copyOf(reasons);
    }
}
