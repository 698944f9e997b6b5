package io.pureboot.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells raw disk images from files that only hold one: cloning those byte by byte would be no clone of the disk. */
final class RawImage {
    private static final Map<String, byte[]> FORMATS = new LinkedHashMap<>();

    static {
        FORMATS.put("a qcow2 image", bytes("QFI", 0xfb));
        FORMATS.put("a VMDK image", bytes("KDMV"));
        FORMATS.put("a VMDK descriptor", bytes("# Disk DescriptorFile"));
        FORMATS.put("a VHDX image", bytes("vhdxfile"));
        FORMATS.put("a dynamic VHD image", bytes("conectix"));
        FORMATS.put("an EWF (E01) image", bytes("EVF", 0x09, 0x0d, 0x0a, 0xff, 0x00));
        FORMATS.put("compressed with gzip", bytes("", 0x1f, 0x8b));
        FORMATS.put("compressed with zstd", bytes("", 0x28, 0xb5, 0x2f, 0xfd));
        FORMATS.put("compressed with xz", bytes("", 0xfd, '7', 'z', 'X', 'Z', 0x00));
        FORMATS.put("compressed with bzip2", bytes("BZh"));
        FORMATS.put("a 7z archive", bytes("7z", 0xbc, 0xaf, 0x27, 0x1c));
        FORMATS.put("a zip archive", bytes("PK", 0x03, 0x04));
    }

    private RawImage() {}

    /** Refuses, naming the option and what the file is: as a target such a file would be lost. */
    static void require(String option, String text, Path file, long size) throws IOException {
        byte[] head = head(file);
        for (Map.Entry<String, byte[]> format : FORMATS.entrySet()) {
            byte[] magic = format.getValue();
            if (Arrays.equals(magic, 0, magic.length, head, 0, Math.min(magic.length, head.length))) {
                throw new RefusedException(option + " " + text + " is " + format.getKey()
                        + ", not a raw disk image; make one first (qemu-img convert -O raw, or decompress it)");
            }
        }
        if (size % 512 != 0) {
            throw new RefusedException(option + " " + text + " has " + size
                    + " bytes, which is no multiple of 512: not a whole raw disk image");
        }
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(32);
        }
    }

    private static byte[] bytes(String text, int... more) {
        byte[] start = text.getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(start, start.length + more.length);
        for (int i = 0; i < more.length; i++) {
            all[start.length + i] = (byte) more[i];
        }
        return all;
    }
}
