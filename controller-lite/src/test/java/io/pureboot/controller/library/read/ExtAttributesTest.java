package io.pureboot.controller.library.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pureboot.controller.library.TestDisk;
import io.pureboot.controller.library.Tool;
import io.pureboot.linux.process.ProcessCommandRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtAttributesTest {
    // Owner, user 1000, group, mask, others.
    private static final String ACL =
            "0200000001000600ffffffff02000600e8030000" + "04000400ffffffff10000600ffffffff20000400ffffffff";
    private static final String NO_NUMBERS = "00000000";

    @TempDir
    Path directory = Path.of("");

    @Test
    @DisplayName("NR6 NX2 names and values as debugfs escapes them; a length that is none is said")
    void escapes() throws IOException {
        ExtAttributes attributes = new ExtAttributes(lines -> {
            throw new IOException("asked for " + lines);
        });
        attributes.take("12", """
                Inode: 12
                Extended attributes:
                  user.a\\001b (6) = "x\\\\\\"\\n\\377y"
                  user.short (99999999999) = "x"
                """);
        attributes.fetchRest();
        assertEquals(1, attributes.all().size());
        assertEquals("user.a\u0001b", attributes.all().getFirst().name());
        assertEquals("x\\\"\n\u00ffy", new String(attributes.all().getFirst().value(), StandardCharsets.ISO_8859_1));
        assertEquals(List.of("the attribute user.short of inode 12 cannot be read"), attributes.gaps());
    }

    @Test
    @DisplayName("NX2 an attribute named like an option of debugfs: said, and no file of this computer is written")
    void namedLikeAnOption() throws IOException {
        Path image = TestDisk.ext4(directory.resolve("image"), 8 << 20);
        Path victim = Files.writeString(directory.resolve("victim"), "precious");
        Path text = Files.writeString(directory.resolve("text"), "x".repeat(400));
        Path commands = Files.write(
                directory.resolve("prepare"),
                List.of("write %s file".formatted(text), "ea_set -f %s file -- -f%s".formatted(text, victim)));
        Tool.run(directory, "debugfs", "-w", "-f", commands.toString(), image.toString());
        Place place = new Place(image, 0, Files.size(image), "ext4");
        try (OpenFileSystem files = new ExtReader(new ProcessCommandRunner()).open(place, directory)) {
            assertEquals("precious", Files.readString(victim));
            assertEquals(List.of("the attribute -f%s of inode 12 cannot be read".formatted(victim)), files.gaps());
        }
    }

    @Test
    @DisplayName("NR6 extended attributes of ext file systems: access control lists, any bytes, long and empty values")
    void attributes() throws IOException {
        Path image = TestDisk.ext4(directory.resolve("image"), 8 << 20);
        Path file = Files.writeString(directory.resolve("file"), "text");
        String any = "hello \n\\ \"q\" = (3)";
        byte[] binary = {0, 1, (byte) 0xff, '\n', 7};
        String large = "x".repeat(700);
        Path anyFile = Files.writeString(directory.resolve("any"), any);
        Path binaryFile = Files.write(directory.resolve("binary"), binary);
        Path largeFile = Files.writeString(directory.resolve("large"), large);
        Path acl = Files.write(directory.resolve("acl"), HexFormat.of().parseHex(ACL));
        Path commands = Files.write(
                directory.resolve("commands"),
                List.of(
                        "write %s file".formatted(file),
                        "ea_set -f %s file user.any".formatted(anyFile),
                        "ea_set -f %s file user.binary".formatted(binaryFile),
                        "ea_set -f %s file user.large".formatted(largeFile),
                        "ea_set file user.empty \"\"",
                        "ea_set -f %s file system.posix_acl_access".formatted(acl)));
        Tool.run(directory, "debugfs", "-w", "-f", commands.toString(), image.toString());
        Place place = new Place(image, 0, Files.size(image), "ext4");
        try (OpenFileSystem files = new ExtReader(new ProcessCommandRunner()).open(place, directory)) {
            Map<String, String> found = new TreeMap<>();
            for (Attribute attribute : files.attributes()) {
                found.put(attribute.name(), new String(attribute.value(), StandardCharsets.ISO_8859_1));
            }
            assertEquals(List.of(), files.gaps());
            assertEquals(any, found.get("user.any"));
            assertEquals(new String(binary, StandardCharsets.ISO_8859_1), found.get("user.binary"));
            assertEquals(large, found.get("user.large"));
            assertEquals("", found.get("user.empty"));
            assertEquals(
                    // The number where none belongs is not kept.
                    new String(
                            HexFormat.of().parseHex(ACL.replace("ffffffff", NO_NUMBERS)), StandardCharsets.ISO_8859_1),
                    found.get("system.posix_acl_access"));
            assertEquals(5, found.size(), found::toString);
        }
    }
}
