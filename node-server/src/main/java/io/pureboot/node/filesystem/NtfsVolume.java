package io.pureboot.node.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What the system files of an NTFS volume say: $Volume its version and flags, $Bitmap the used clusters. */
final class NtfsVolume {
    private static final int VOLUME_FILE = 3;
    private static final int BITMAP_FILE = 6;
    private static final int VOLUME_INFORMATION = 0x70;
    private static final int DATA = 0x80;
    private static final int PIECE = 1 << 20;

    private final Window window;
    private final NtfsBoot boot;

    NtfsVolume(Window window, NtfsBoot boot) {
        this.window = window;
        this.boot = boot;
    }

    /** Major version in the high byte, minor in the low: 0x301 is NTFS 3.1. */
    int version() throws IOException {
        ByteBuffer value = information();
        return Byte.toUnsignedInt(value.get(8)) << 8 | Byte.toUnsignedInt(value.get(9));
    }

    boolean dirty() throws IOException {
        return (information().getShort(10) & 1) != 0;
    }

    ExtentSet usedClusters() throws IOException {
        ByteBuffer data = NtfsRecord.read(window, boot, BITMAP_FILE).attribute(DATA);
        BitRuns runs = new BitRuns(0, boot.clusterSize(), boot.clusters());
        if (data == null) {
            throw new IOException("The NTFS file system has no cluster bitmap.");
        }
        if (data.get(8) == 0) {
            int offset = Short.toUnsignedInt(data.getShort(20));
            runs.take(data.slice(offset, Math.min(data.getInt(16), data.limit() - offset)));
        } else {
            readRuns(data, runs);
        }
        if (runs.missing() > 0) {
            throw new IOException("The NTFS cluster bitmap is shorter than the volume.");
        }
        if (!runs.covers(0) || !runs.covers(boot.mftStart())) {
            throw new IOException("The NTFS cluster bitmap calls the master file table free.");
        }
        return runs.used();
    }

    private void readRuns(ByteBuffer data, BitRuns runs) throws IOException {
        if (data.getLong(16) != 0 || data.getLong(56) < data.getLong(48)) {
            throw new IOException("The NTFS cluster bitmap is incomplete.");
        }
        int at = Short.toUnsignedInt(data.getShort(32));
        long cluster = 0;
        while (at < data.limit() && data.get(at) != 0) {
            int lengthBytes = data.get(at) & 0xf;
            int offsetBytes = data.get(at) >> 4 & 0xf;
            if (lengthBytes == 0 || lengthBytes > 8 || offsetBytes == 0 || offsetBytes > 8) {
                throw new IOException("The NTFS cluster bitmap's list of extents is damaged.");
            }
            long length = signed(data, at + 1, lengthBytes);
            cluster += signed(data, at + 1 + lengthBytes, offsetBytes);
            at += 1 + lengthBytes + offsetBytes;
            if (length <= 0 || cluster < 0 || cluster >= boot.clusters() || length > boot.clusters() - cluster) {
                throw new IOException("The NTFS cluster bitmap lies outside the volume.");
            }
            for (long done = 0, all = length * boot.clusterSize(); done < all; done += PIECE) {
                runs.take(window.read(cluster * boot.clusterSize() + done, (int) Math.min(PIECE, all - done)));
            }
        }
    }

    private static long signed(ByteBuffer data, int at, int bytes) throws IOException {
        if (at + bytes > data.limit()) {
            throw new IOException("The NTFS cluster bitmap's list of extents is damaged.");
        }
        long value = data.get(at + bytes - 1);
        for (int i = bytes - 2; i >= 0; i--) {
            value = value << 8 | Byte.toUnsignedLong(data.get(at + i));
        }
        return value;
    }

    private ByteBuffer information() throws IOException {
        ByteBuffer attribute = NtfsRecord.read(window, boot, VOLUME_FILE).attribute(VOLUME_INFORMATION);
        if (attribute == null || attribute.get(8) != 0) {
            throw new IOException("The NTFS file system says nothing of its version.");
        }
        int offset = Short.toUnsignedInt(attribute.getShort(20));
        if (offset + 12 > attribute.limit()) {
            throw new IOException("The NTFS file system says nothing of its version.");
        }
        return attribute.slice(offset, 12).order(attribute.order());
    }
}
