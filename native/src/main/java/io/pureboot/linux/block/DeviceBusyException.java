package io.pureboot.linux.block;

import java.io.IOException;
import java.util.List;

/** Somebody else holds the device: it is mounted, swap, part of LVM or md, or exclusively open elsewhere. */
public class DeviceBusyException extends IOException {
    private static final long serialVersionUID = 1L;

    public DeviceBusyException(String device) {
        super(device + " is in use: it or one of its partitions is mounted, swap, part of LVM or RAID, or open for"
                + " exclusive use in another program");
    }

    /** @param reasons sentences, as {@code InUse} gives them */
    public DeviceBusyException(String device, List<String> reasons) {
        super(device + " is in use: " + String.join("; ", reasons));
    }
}
