package io.pureboot.node.transfer;

import com.github.luben.zstd.Zstd;
import io.pureboot.linux.block.AlignedBuffers;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads a chunk's bytes in whichever encoding they come. Of one connection. */
final class ChunkBody {
    private static final int MOST = (int) Zstd.compressBound(ChunkMap.CHUNK);
    private static final int ROOM =
            Math.ceilDiv(MOST + HttpStream.RECORD_ROOM, AlignedBuffers.ALIGNMENT) * AlignedBuffers.ALIGNMENT;

    private @Nullable ByteBuffer compressed;

    /**
     * @param buffer filled from its beginning, unless the digest says that all is zero
     * @param length of the chunk
     * @return whether the chunk is what the digest was made of
     */
    boolean read(SourceLink link, HttpHead head, Digest digest, ByteBuffer buffer, int length) throws IOException {
        String encoding = head.header("content-encoding").orElse(LoadedChunk.IDENTITY);
        return switch (encoding) {
            case LoadedChunk.IDENTITY -> {
                if (link.bodyLength(head, length) != length) {
                    throw new ProtocolException(head.contentLength() + " bytes where a chunk has " + length);
                }
                link.readBody(buffer, length);
                yield Digest.of(buffer, length).equals(digest);
            }
            case LoadedChunk.ZSTD -> inflate(link, head, digest, buffer, length);
            default -> throw new ProtocolException("unknown encoding " + encoding);
        };
    }

    private boolean inflate(SourceLink link, HttpHead head, Digest digest, ByteBuffer buffer, int length)
            throws IOException {
        ByteBuffer from = compressed;
        if (from == null) {
            from = AlignedBuffers.allocate(ROOM);
            compressed = from;
        }
        int size = link.bodyLength(head, MOST);
        link.readBody(from, size);
        if (digest.equals(Digest.ofZeros(length))) {
            return true;
        }
        return Zstd.decompressDirectByteBuffer(buffer, 0, length, from, 0, size) == length
                && Digest.of(buffer, length).equals(digest);
    }
}
