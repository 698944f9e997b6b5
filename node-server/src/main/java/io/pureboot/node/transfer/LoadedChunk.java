package io.pureboot.node.transfer;

import io.pureboot.protocol.session.ByteRange;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A chunk on its way out.
 *
 * @param body what is sent, position 0 to limit
 * @param encoding {@code identity} or {@code zstd}
 * @param digest of the chunk itself, not of what is sent
 * @param unreadable ranges that are zeros because the disk cannot be read there
 * @param free gives the buffers back; once
 */
record LoadedChunk(ByteBuffer body, String encoding, Digest digest, List<ByteRange> unreadable, Runnable free) {
    static final String IDENTITY = "identity";
    static final String ZSTD = "zstd";
}
