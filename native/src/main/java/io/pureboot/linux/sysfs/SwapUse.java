package io.pureboot.linux.sysfs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Swap on a device. */
final class SwapUse {
    private final Path devRoot;
    private final SwapTable table;

    SwapUse(Path devRoot, SwapTable table) {
        this.devRoot = devRoot;
        this.table = table;
    }

    List<String> of(Node node) throws IOException {
        List<String> reasons = new ArrayList<>();
        for (String path : table.read()) {
            String local = path.startsWith("/dev/")
                    ? devRoot.resolve(path.substring(5)).toString()
                    : path;
            if (DeviceNames.kernelName(devRoot, local).equals(node.name())) {
                reasons.add(node.device() + " is used as swap");
            }
        }
        return reasons;
    }
}
