package io.pureboot.linux.parted;

/** Offsets of the fields read from libparted's structs, on 64-bit machines (3.5 and 3.6). */
final class Layout {
    static final int DEVICE_SECTOR_SIZE = 32;
    static final int DEVICE_PHYSICAL_SECTOR_SIZE = 40;
    static final int DEVICE_SECTORS = 48;
    static final int DEVICE_ARCHITECTURE = 104;
    static final int LINUX_DESCRIPTOR = 0;

    static final int DISK_TYPE = 8;
    static final int DISK_TYPE_NAME = 8;
    static final int FEATURE_PARTITION_NAMES = 2;

    static final int PARTITION_START = 32;
    static final int PARTITION_SECTORS = 40;
    static final int PARTITION_NUMBER = 56;
    static final int PARTITION_TYPE = 60;
    static final int PARTITION_FILE_SYSTEM = 64;
    static final int FILE_SYSTEM_NAME = 8;

    static final int CONSTRAINT_MIN_SECTORS = 32;

    static final int EXCEPTION_MESSAGE = 0;
    static final int EXCEPTION_TYPE = 8;
    static final int EXCEPTION_OPTIONS = 12;

    private Layout() {}
}
