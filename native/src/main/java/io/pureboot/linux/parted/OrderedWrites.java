package io.pureboot.linux.parted;

import io.pureboot.linux.libc.LibC;
import io.pureboot.linux.libc.NativeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * While open, each write of libparted to a device is on the medium before the next is begun. It writes one copy of a GPT,
 * then the other, and flushes only once behind both: so a power cut could damage both, as the disk is free to write them
 * in any order. Done by giving the descriptor it opened the meaning of one opened with O_DSYNC.
 */
final class OrderedWrites implements AutoCloseable {
    private final PartedDevice device;

    private OrderedWrites(PartedDevice device) {
        this.device = device;
    }

    static OrderedWrites to(PartedDevice device) throws IOException {
        device.parted()
                .require(
                        device.library().ped_device_open(device.pointer()),
                        "cannot open " + device.path() + " to write");
        OrderedWrites writes = new OrderedWrites(device);
        try {
            writes.order();
            return writes;
        } catch (IOException | RuntimeException e) {
            writes.close();
            throw e;
        }
    }

    private void order() throws IOException {
        int descriptor = device.pointer().getPointer(Layout.DEVICE_ARCHITECTURE).getInt(Layout.LINUX_DESCRIPTOR);
        Path opened = Path.of("/proc/self/fd/" + descriptor);
        if (descriptor <= 2 || !Files.exists(opened) || !Files.isSameFile(opened, device.path())) {
            throw new PartedException(
                    "cannot write to " + device.path() + " in order",
                    java.util.List.of("this version of libparted keeps its files elsewhere"));
        }
        try (NativeFile inOrder = NativeFile.open(device.path(), LibC.O_RDWR | LibC.O_DSYNC)) {
            LibC.replace(descriptor, inOrder.fd());
        }
    }

    LibParted library() {
        return device.library();
    }

    @Override
    public void close() {
        device.library().ped_device_close(device.pointer());
    }
}
