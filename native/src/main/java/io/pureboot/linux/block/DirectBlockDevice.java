package io.pureboot.linux.block;

import io.pureboot.linux.libc.LibC;
import io.pureboot.linux.libc.NativeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A block device or raw image file read and written past the page cache. Aligned requests go straight to the medium;
 * others work too but are bounced (a write then reads the blocks around it first). Interrupting a thread inside closes
 * the device: cancel by flag. An exclusive open holds the whole disk, so tools that also open it exclusively (mkfs on
 * one of its partitions, for example) are refused until this is closed.
 */
public final class DirectBlockDevice implements BlockDevice {
    private final String name;
    private final NativeFile file;
    private final DeviceGeometry geometry;
    private final DataChannel data;
    private final RangeCommands ranges;
    private final boolean writable;
    /** Shared by aligned writes, exclusive for one that must first read the blocks around it. */
    private final ReadWriteLock writes = new ReentrantReadWriteLock();

    private DirectBlockDevice(Path path, NativeFile file, boolean writable) throws IOException {
        this.name = path.toString();
        this.file = file;
        this.writable = writable;
        this.geometry = DeviceGeometry.of(file);
        this.data = DataChannel.open(name, file, geometry, writable);
        this.ranges = new RangeCommands(file, geometry.blockDevice());
    }

    /** Opens for reading only; whoever else uses the device is not disturbed. */
    public static DirectBlockDevice openReadOnly(Path path) throws IOException {
        return open(path, LibC.O_RDONLY, false);
    }

    /**
     * Opens for reading and writing and keeps everybody else who asks for it exclusively (mounts, swap, LVM, md, this
     * very call) off the device until closed.
     *
     * @throws DeviceBusyException when somebody else holds it, or one of its partitions
     */
    public static DirectBlockDevice openExclusive(Path path) throws IOException {
        return open(path, LibC.O_RDWR | LibC.O_EXCL, true);
    }

    /**
     * Opens for reading and writing beside others, as needed on a disk one of whose partitions is mounted. Nothing is
     * kept off: the caller has made sure that nobody uses the ranges it writes.
     */
    public static DirectBlockDevice openShared(Path path) throws IOException {
        return open(path, LibC.O_RDWR, true);
    }

    private static DirectBlockDevice open(Path path, int flags, boolean writable) throws IOException {
        NativeFile file = ExclusiveOpen.open(path, flags);
        try {
            return new DirectBlockDevice(path, file, writable);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return geometry.size();
    }

    @Override
    public int logicalSectorSize() {
        return geometry.logicalSectorSize();
    }

    public int physicalSectorSize() {
        return geometry.physicalSectorSize();
    }

    /** False when the file system holding an image file refuses direct I/O. */
    public boolean direct() {
        return data.direct();
    }

    @Override
    public int alignment() {
        return data.alignment();
    }

    @Override
    public int read(ByteBuffer buffer, long position) throws IOException {
        if (position < 0) {
            throw new IllegalArgumentException("position " + position);
        }
        if (position >= size()) {
            return 0;
        }
        int wanted = (int) Math.min(buffer.remaining(), size() - position);
        if (data.takes(buffer, position)) {
            data.readFully(buffer, position, wanted);
        } else {
            BounceBuffer.read(data, buffer, position, wanted);
        }
        return wanted;
    }

    @Override
    public void write(ByteBuffer buffer, long position) throws IOException {
        requireWritable();
        WriteBounds.check(this, position, buffer.remaining());
        boolean aligned = data.takes(buffer, position);
        var lock = aligned ? writes.readLock() : writes.writeLock();
        lock.lock();
        try {
            if (aligned) {
                data.writeFully(buffer, position, size());
            } else {
                BounceBuffer.write(data, buffer, position, size());
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void zero(Extent range) throws IOException {
        requireWritable();
        WriteBounds.check(this, range);
        if (!ranges.zero(range)) {
            ZeroWriter.write(this, range);
        }
    }

    @Override
    public boolean discard(Extent range) throws IOException {
        requireWritable();
        WriteBounds.check(this, range);
        return ranges.discard(range);
    }

    @Override
    public void flush() throws IOException {
        if (writable) {
            data.force();
            ranges.dropCache();
        }
    }

    private void requireWritable() throws IOException {
        if (!writable) {
            throw new IOException(name + " was opened for reading only");
        }
    }

    @Override
    public void close() throws IOException {
        try {
            data.close();
        } finally {
            file.close();
        }
    }
}
