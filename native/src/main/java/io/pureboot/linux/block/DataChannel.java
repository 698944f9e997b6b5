package io.pureboot.linux.block;

import com.sun.nio.file.ExtendedOpenOption;
import io.pureboot.linux.libc.NativeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Positional reads and writes of one open device, direct where that is possible; errors name device and place. */
final class DataChannel implements AutoCloseable {
    private final String name;
    private final FileChannel channel;
    private final long size;
    private final boolean direct;
    private final int alignment;

    private DataChannel(String name, FileChannel channel, long size, boolean direct, int alignment) {
        this.name = name;
        this.channel = channel;
        this.size = size;
        this.direct = direct;
        this.alignment = alignment;
    }

    /** Opens the very file the descriptor has open, so that both are the same device even if names have moved. */
    static DataChannel open(String name, NativeFile file, DeviceGeometry geometry, boolean writable)
            throws IOException {
        Set<OpenOption> options = new HashSet<>(Set.of(StandardOpenOption.READ));
        if (writable) {
            options.add(StandardOpenOption.WRITE);
        }
        Path path = file.procPath();
        long fileSystemBlock = Files.getFileStore(path).getBlockSize();
        boolean oddFile = !geometry.blockDevice() && geometry.size() % fileSystemBlock != 0;
        int alignment = (int) Math.max(fileSystemBlock, geometry.logicalSectorSize());
        // A file of odd size would grow by the padding of its tail; one on NFS may want a megabyte of alignment.
        if (!oddFile && alignment <= AlignedBuffers.ALIGNMENT) {
            Set<OpenOption> directOptions = new HashSet<>(options);
            directOptions.add(ExtendedOpenOption.DIRECT);
            try {
                FileChannel channel = FileChannel.open(path, directOptions);
                return new DataChannel(name, channel, geometry.size(), true, alignment);
            } catch (UnsupportedOperationException | IOException e) {
                if (geometry.blockDevice()) {
                    throw new IOException(name + ": cannot open for direct I/O: " + e.getMessage(), e);
                }
            }
        }
        FileChannel channel = FileChannel.open(path, options);
        return new DataChannel(name, channel, geometry.size(), false, geometry.logicalSectorSize());
    }

    boolean direct() {
        return direct;
    }

    int alignment() {
        return alignment;
    }

    long size() {
        return size;
    }

    /** Whether a request can go to the medium as it is. */
    boolean takes(ByteBuffer buffer, long position) {
        return !direct
                || (position % alignment == 0
                        && buffer.remaining() % alignment == 0
                        && (!buffer.isDirect() || buffer.alignmentOffset(buffer.position(), alignment) == 0));
    }

    /** Reads until {@code wanted} bytes of the buffer are filled. */
    void readFully(ByteBuffer buffer, long position, int wanted) throws IOException {
        int begin = buffer.position();
        int done = 0;
        while (done < wanted) {
            // A short result in the middle means the block after it is bad: asked again from the block's start.
            int aligned = direct ? done - done % alignment : done;
            buffer.position(begin + aligned);
            int reached = aligned + Math.max(0, readOnce(buffer, position + aligned));
            if (reached <= done) {
                throw failure("read", wanted - done, position + done, "the device gave no more data", null);
            }
            done = reached;
        }
        buffer.position(begin + wanted);
    }

    private int readOnce(ByteBuffer buffer, long position) throws IOException {
        try {
            return channel.read(buffer, position);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            throw failure("read", buffer.remaining(), position, e.getMessage(), e);
        }
    }

    /** Writes what remains in the buffer, up to the end of the device; the rest is padding and dropped. */
    void writeFully(ByteBuffer buffer, long position, long deviceSize) throws IOException {
        int begin = buffer.position();
        int wanted = (int) Math.min(buffer.remaining(), deviceSize - position);
        int end = buffer.limit();
        if (!direct) {
            buffer.limit(begin + wanted);
        }
        int done = 0;
        while (done < wanted) {
            int aligned = direct ? done - done % alignment : done;
            buffer.position(begin + aligned);
            int reached = aligned + writeOnce(buffer, position + aligned);
            if (reached <= done) {
                throw failure("write", wanted - done, position + done, "the device took no more data", null);
            }
            done = reached;
        }
        buffer.limit(end).position(end);
    }

    private int writeOnce(ByteBuffer buffer, long position) throws IOException {
        try {
            return channel.write(buffer, position);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            throw failure("write", buffer.remaining(), position, e.getMessage(), e);
        }
    }

    void force() throws IOException {
        try {
            channel.force(true);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(name + ": cannot flush to the medium: " + e.getMessage(), e);
        }
    }

    private IOException failure(
            String verb, int length, long position, @Nullable String why, @Nullable Throwable cause) {
        return new IOException(name + ": cannot " + verb + " " + length + " bytes at " + position + ": " + why, cause);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
