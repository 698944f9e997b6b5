package io.pureboot.node.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The boot sector of an NTFS volume. Its backup lies in the sector behind {@code size}.
 *
 * @param size bytes, without the backup boot sector
 * @param clusters whole clusters in it
 * @param mftStart first byte of the master file table
 * @param recordSize bytes of one record in it
 */
record NtfsBoot(long size, int clusterSize, long clusters, long mftStart, int recordSize) {
    static NtfsBoot read(Window window) throws IOException {
        ByteBuffer boot = window.read(0, 512);
        int sector = Short.toUnsignedInt(boot.getShort(11));
        int perCluster = Byte.toUnsignedInt(boot.get(13));
        // Above 128 it is a negative power of two: Windows 10 has clusters of up to 2 MiB.
        long cluster = perCluster <= 128 ? (long) perCluster * sector : (long) sector << Math.min(31, 256 - perCluster);
        int record = boot.get(64);
        long recordSize = record > 0 ? record * cluster : record < -31 ? 0 : 1L << -record;
        long sectors = boot.getLong(40);
        long mft = boot.getLong(48);
        if (!StandardCharsets.ISO_8859_1.decode(boot.slice(3, 8)).toString().equals("NTFS    ")
                || Integer.bitCount(sector) != 1
                || sector < 256
                || sector > 4096
                || cluster < sector
                || cluster > 2 << 20
                || Long.bitCount(cluster) != 1
                || recordSize < 512
                || recordSize > 65536
                || sectors <= 0
                || sectors > Long.MAX_VALUE / sector
                || mft <= 0
                || mft > sectors * sector / cluster) {
            throw new IOException("The NTFS boot sector makes no sense.");
        }
        return new NtfsBoot(
                sectors * sector, (int) cluster, sectors * sector / cluster, mft * cluster, (int) recordSize);
    }
}
