package io.pureboot.linux.libc;

import jnr.ffi.Memory;
import jnr.ffi.Pointer;

/** The BLKPG ioctl: tells the kernel of one partition, without touching the table on the disk. */
public enum PartitionRequest {
    ADD(1),
    DELETE(2),
    RESIZE(3);

    /** struct blkpg_partition: start and length (8 bytes each), number (4), two names of 64. */
    private static final int PARTITION_SIZE = 152;

    private static final int ARGUMENT_SIZE = 24;
    private final int operation;

    PartitionRequest(int operation) {
        this.operation = operation;
    }

    /**
     * @param fd of the whole disk
     * @param start and length in bytes, multiples of the sector size; ignored by DELETE
     */
    public void send(int fd, int number, long start, long length) throws ErrnoException {
        Pointer partition = Memory.allocateDirect(CLibrary.RUNTIME, PARTITION_SIZE, true);
        partition.putLong(0, start);
        partition.putLong(8, length);
        partition.putInt(16, number);
        Pointer argument = Memory.allocateDirect(CLibrary.RUNTIME, ARGUMENT_SIZE, true);
        argument.putInt(0, operation);
        argument.putInt(8, PARTITION_SIZE);
        argument.putPointer(16, partition);
        int result = CLibrary.INSTANCE.ioctl(fd, Ioctl.BLKPG.number(), argument);
        LibC.check(result, "BLKPG " + name() + " of partition " + number, fd);
    }
}
