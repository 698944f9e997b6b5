package io.pureboot.linux.sysfs;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Model, serial number and world wide name: each kind of disk keeps them somewhere else. */
final class DiskIdentityReader {
    private final Attributes disk;
    private final Attributes device;
    private final Path realPath;
    private final Path sysRoot;

    /** @param realPath the disk's directory with its links resolved, inside {@code sysRoot} */
    DiskIdentityReader(Attributes disk, Path realPath, Path sysRoot) {
        this.disk = disk;
        this.device = disk.in("device");
        this.realPath = realPath;
        this.sysRoot = sysRoot;
    }

    @Nullable
    String model() {
        if (disk.has("dm")) {
            return disk.in("dm").text("name");
        }
        String model = device.text("model");
        if (model == null) {
            return device.has("cid") ? device.text("name") : null;
        }
        String vendor = device.text("vendor");
        boolean vendorSaysSomething = vendor != null && !vendor.equals("ATA") && !vendor.startsWith("0x");
        return vendorSaysSomething ? vendor + " " + model : model;
    }

    @Nullable
    String serial() {
        String plain = firstOf(disk.text("serial"), vitalProductData(), device.text("serial"), usbSerial());
        if (plain != null) {
            return plain;
        }
        return disk.has("dm") ? disk.in("dm").text("uuid") : disk.in("md").text("uuid");
    }

    @Nullable
    String wwn() {
        return firstOf(disk.text("wwid"), device.text("wwid"), device.text("cid"));
    }

    /** SCSI's unit serial number page: 4 bytes of header, the last two the length, then ASCII. */
    private @Nullable String vitalProductData() {
        byte[] page = device.bytes("vpd_pg80");
        if (page == null || page.length < 4) {
            return null;
        }
        int length = Math.min((page[2] & 0xff) << 8 | page[3] & 0xff, page.length - 4);
        return Attributes.clean(new String(page, 4, length, StandardCharsets.US_ASCII));
    }

    /** The serial number of the USB device the disk hangs on. */
    private @Nullable String usbSerial() {
        for (Path up = realPath; up != null && up.startsWith(sysRoot); up = up.getParent()) {
            Attributes ancestor = new Attributes(up);
            if (ancestor.has("idVendor")) {
                return ancestor.text("serial");
            }
        }
        return null;
    }

    private static @Nullable String firstOf(@Nullable String... values) {
        for (String value : values) {
            if (value != null) {
                return value;
            }
        }
        return null;
    }
}
