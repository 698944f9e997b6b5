package io.pureboot.linux.table.bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** An image file or block device, opened read-only. */
public final class FileBytes implements ImageBytes, AutoCloseable {
    private static final int SEARCHED = 64 << 20;
    private static final int STEP = 1 << 20;

    private final FileChannel channel;
    private final long size;

    public FileBytes(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
        size = channel.size();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public byte[] read(long position, int length) throws IOException {
        if (position < 0 || position > size - length) {
            throw new AbsentBytesException(AbsentBytesException.Reason.BEYOND_END, position, length);
        }
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new AbsentBytesException(AbsentBytesException.Reason.BEYOND_END, position, length);
            }
        }
        return buffer.array();
    }

    @Override
    public long[] volumeDescriptors(long from) throws IOException {
        VolumeDescriptors found = new VolumeDescriptors();
        long end = Math.min(size, from + SEARCHED);
        for (long at = from / STEP * STEP; at < end; at += STEP) {
            found.search(at, ByteBuffer.wrap(read(at, (int) Math.min(STEP, size - at))));
        }
        return found.from(from);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
