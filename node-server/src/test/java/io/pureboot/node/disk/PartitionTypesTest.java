package io.pureboot.node.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pureboot.linux.block.BlockDevice;
import io.pureboot.linux.block.DirectBlockDevice;
import io.pureboot.node.filesystem.Window;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flags against parted's own. */
class PartitionTypesTest {
    private static final long MIB = 1 << 20;

    @TempDir
    private Path folder;

    @Test
    @DisplayName("PJ5 PJ8 GPT flags are those parted shows")
    void gptFlags() throws IOException {
        Prerequisites.requireTool("parted");
        String types = """
                C12A7328-F81F-11D2-BA4B-00A0C93EC93B
                21686148-6449-6E6F-744E-656564454649
                E3C9E316-0B5C-4DB8-817D-F92DF00215AE
                EBD0A0A2-B9E5-4433-87C0-68B6B72699C7
                DE94BBA4-06D1-4D40-A16A-BFD50179D6AC
                0FC63DAF-8483-4772-8E79-3D69D8477DE4
                0657FD6D-A4AB-43C4-84E5-0933C84B4F4F
                E6D6D379-F507-44C2-A23C-238F2A3DF928
                A19D880F-05FC-4D3B-A006-743F0F84911E
                BC13C2FF-59E6-4262-A352-B275FD6F7172
                9E1A2D38-C612-4316-AA26-8B49521E5A8B
                D3BFE2DE-3DAF-11DF-BA40-E3A556D89593
                933AC7E1-2EB4-4F13-B844-0E14E2AEF915
                """;
        String script = types.lines().map(type -> "size=1M, type=" + type).collect(Collectors.joining("\n"));
        same(Disks.image(folder, 32 * MIB, "label: gpt\n" + script + "\nsize=1M, type=L, attrs=LegacyBIOSBootable\n"));
    }

    @Test
    @DisplayName("PJ5 PJ8 MBR flags are those parted shows")
    void mbrFlags() throws IOException {
        Prerequisites.requireTool("parted");
        same(Disks.image(folder, 32 * MIB, """
                label: dos
                size=1M, type=83, bootable
                size=1M, type=ef
                size=1M, type=1c
                type=f
                size=1M, type=82
                size=1M, type=8e
                size=1M, type=fd
                size=1M, type=e
                size=1M, type=17
                size=1M, type=27
                size=1M, type=12
                """));
    }

    private static void same(Path image) throws IOException {
        String parted = Disks.output("parted", "-ms", image.toString(), "unit", "B", "print");
        List<String> theirs = parted.lines()
                .skip(2)
                .map(line -> line.replaceAll(";$", ""))
                .map(line -> line.split(":", -1))
                .map(fields -> fields[0] + " " + flags(fields[6]))
                .toList();
        try (BlockDevice device = DirectBlockDevice.openReadOnly(image)) {
            List<String> ours = TableReader.read(Window.whole(device)).entries().stream()
                    .map(entry -> entry.number() + " "
                            + entry.flags().stream().sorted().toList())
                    .toList();
            assertEquals(theirs, ours);
        }
    }

    private static List<String> flags(String text) {
        return text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(", ")).map(String::strip).sorted().toList();
    }
}
