package io.pureboot.node.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Swap areas: only the header page means anything, unless a hibernated system lies there. The page size is that of the
 * machine that made it.
 */
final class SwapDriver implements FileSystemDriver {
    private static final List<Integer> PAGES = List.of(4096, 8192, 16384, 32768, 65536);
    private static final long HEADER = 1 << 20;

    @Override
    public Set<String> names() {
        return Set.of("swap", "swsuspend");
    }

    @Override
    public Usage usage(Volume volume) throws IOException {
        return Usage.fixed(
                volume.size(), null, "A swap area holds nothing to keep: delete it and make a smaller one instead.");
    }

    @Override
    public UsedBlocks used(Volume volume) throws IOException {
        for (int page : PAGES) {
            if (volume.window().holds(0, page)) {
                ByteBuffer tail = volume.window().read(page - 10L, 10);
                if (StandardCharsets.ISO_8859_1.decode(tail).toString().equals("SWAPSPACE2")) {
                    ExtentSet header = new ExtentSet();
                    header.add(0, Math.min(HEADER, volume.window().length()));
                    return new UsedBlocks(header, volume.window().length());
                }
            }
        }
        throw new RawCopyException(
                "The swap area holds a hibernated system, or is of a kind this version does not know.");
    }
}
