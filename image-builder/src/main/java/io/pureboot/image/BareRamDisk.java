package io.pureboot.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** An initial RAM disk whose only program says one line and turns the machine off: what a kernel alone takes. */
public final class BareRamDisk {
    /** What it says. */
    public static final String LINE = "BARE INIT";

    private static final long ADDRESS = 0x400000;
    private static final int HEADERS = 64 + 56;

    private BareRamDisk() {}

    /** @param folder gets the program and the RAM disk, which is returned */
    public static Path write(Path folder) throws IOException {
        Path init = Files.write(folder.resolve("bare-init"), program());
        Path disk = folder.resolve("bare.img");
        try (OutputStream out = Files.newOutputStream(disk)) {
            CpioArchive.write(new Tree().file("init", init, 0755), List.of(), ImageBuild.TIME, out);
        }
        return disk;
    }

    /** An ELF file for x86-64 with one segment. */
    private static byte[] program() {
        byte[] line = ("\n" + LINE + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] code = HexFormat.of()
                .parseHex(
                        "b801000000" // mov eax, write
                                + "bf01000000" // mov edi, standard output
                                + "488d351f000000" // lea rsi, [line]
                                + "ba" + HexFormat.of().toHexDigits((byte) line.length)
                                + "000000" // mov edx, its length
                                + "0f05" // syscall
                                + "b8a9000000" // mov eax, reboot
                                + "bfaddee1fe" // mov edi, its first magic number
                                + "be69191228" // mov esi, its second
                                + "badcfe2143" // mov edx, power off
                                + "0f05" // syscall
                                + "ebfe"); // jmp here
        int size = HEADERS + code.length + line.length;
        ByteBuffer elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(HexFormat.of().parseHex("7f454c46020101000000000000000000"));
        elf.putShort((short) 2).putShort((short) 62).putInt(1); // executable, x86-64
        elf.putLong(ADDRESS + HEADERS).putLong(64).putLong(0).putInt(0);
        elf.putShort((short) 64).putShort((short) 56).putShort((short) 1);
        elf.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        elf.putInt(1).putInt(5).putLong(0).putLong(ADDRESS).putLong(ADDRESS); // loaded, readable and executable
        elf.putLong(size).putLong(size).putLong(0x1000);
        return elf.put(code).put(line).array();
    }
}
