package io.pureboot.controller.library.read.iso;

import io.pureboot.linux.table.bytes.ImageBytes;
import java.io.IOException;

/**
 * A disc's logical blocks.
 *
 * @param image its bytes, from the block 0 that its numbers count from
 * @param size bytes of a block
 */
record IsoBlocks(ImageBytes image, int size) {
    byte[] read(long block, long offset, int length) throws IOException {
        return image.read(position(block) + offset, length);
    }

    /** In the image. */
    long position(long block) {
        return block * size;
    }
}
