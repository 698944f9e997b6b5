package io.pureboot.endtoend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** Marks of what a used disk held before: they sit at its start and at its end, where a clone may not reach. */
final class OldSignatures {
    private static final String ANY_DEVICE = "devices/use_devicesfile=0";
    private static final int LABEL = 256 << 10;
    private static final long UBERBLOCK = 0x00bab10cL;
    private static final int MD_MAGIC = 0xa92b4efc;

    private OldSignatures() {}

    static void lvm(Path device) throws IOException {
        Tool.run("pvcreate", "-ff", "-y", "--config", ANY_DEVICE, device);
        assertFound(device, "LVM2_member");
        assertTrue(isPhysicalVolume(device), "the fixture is wrong: LVM does not know its own volume");
    }

    static boolean isPhysicalVolume(Path device) throws IOException {
        return Tool.result("pvs", "--config", ANY_DEVICE, device).exitCode() == 0;
    }

    /** Four labels of 256 KiB, two at each end; the uberblocks begin in the middle of each. */
    static void zfs(Path device) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(device.toFile(), "rw")) {
            long end = file.length() == 0 ? size(device) : file.length();
            long aligned = end / LABEL * LABEL;
            for (long label : new long[] {0, LABEL, aligned - 2 * LABEL, aligned - LABEL}) {
                for (int i = 0; i < 16; i++) {
                    ByteBuffer block = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
                    block.putLong(UBERBLOCK)
                            .putLong(5000)
                            .putLong(100L + i)
                            .putLong(7)
                            .putLong(1);
                    file.seek(label + LABEL / 2 + i * 1024L);
                    file.write(block.array());
                }
            }
        }
        assertFound(device, "zfs_member");
    }

    /** Superblock version 1.0, which lies behind the data: between 8 and 12 KiB before the end of the device. */
    static void md(Path device) throws IOException {
        long sectors = size(device) / 512;
        long place = (sectors - 16) & ~7L;
        ByteBuffer block = ByteBuffer.allocate(256 + 2).order(ByteOrder.LITTLE_ENDIAN);
        block.putInt(0, MD_MAGIC).putInt(4, 1);
        for (int i = 16; i < 32; i++) {
            block.put(i, (byte) i);
        }
        block.putInt(72, 1).putLong(80, place).putInt(92, 1);
        block.putLong(136, place).putLong(144, place).putInt(220, 1);
        long sum = 0;
        for (int i = 0; i < 256; i += 4) {
            sum += Integer.toUnsignedLong(block.getInt(i));
        }
        sum += Short.toUnsignedLong(block.getShort(256));
        block.putInt(216, (int) ((sum & 0xffffffffL) + (sum >>> 32)));
        try (RandomAccessFile file = new RandomAccessFile(device.toFile(), "rw")) {
            file.seek(place * 512);
            file.write(block.array());
        }
        assertFound(device, "linux_raid_member");
    }

    /** What wipefs recognises on a device, each once: {@code gpt}, {@code LVM2_member}, … */
    static Set<String> found(Path device) throws IOException {
        return new TreeSet<>(Tool.run("wipefs", "--no-act", "--noheadings", "--output", "TYPE", device)
                .lines()
                .filter(line -> !line.isBlank())
                .toList());
    }

    private static void assertFound(Path device, String type) throws IOException {
        assertTrue(found(device).contains(type), "the fixture is wrong: no " + type + " in " + found(device));
    }

    private static long size(Path device) throws IOException {
        return Long.parseLong(Tool.run("blockdev", "--getsize64", device).strip());
    }
}
