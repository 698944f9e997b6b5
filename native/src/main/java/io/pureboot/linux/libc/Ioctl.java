package io.pureboot.linux.libc;

/** Block device requests of linux/fs.h; the numbers are the same on every 64-bit Linux this runs on. */
public enum Ioctl {
    BLKROGET(0x125EL),
    BLKRRPART(0x125FL),
    BLKFLSBUF(0x1261L),
    BLKSSZGET(0x1268L),
    BLKPG(0x1269L),
    BLKGETSIZE64(0x80081272L),
    BLKDISCARD(0x1277L),
    BLKPBSZGET(0x127BL),
    BLKZEROOUT(0x127FL);

    private final long number;

    Ioctl(long number) {
        this.number = number;
    }

    public long number() {
        return number;
    }
}
