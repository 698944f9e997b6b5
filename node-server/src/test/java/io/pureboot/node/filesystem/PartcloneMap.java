package io.pureboot.node.filesystem;

import io.pureboot.linux.block.Extent;
import io.pureboot.linux.process.Command;
import io.pureboot.node.disk.Disks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What partclone thinks is used: the second opinion. */
final class PartcloneMap {
    private PartcloneMap() {}

    /** Used runs of the volume, in bytes from its start. */
    static List<Extent> read(String program, Path device, Path folder) throws IOException {
        Path map = Files.createTempFile(folder, "partclone", ".map");
        Disks.RUNNER
                .run(Command.of(
                        program,
                        "-D",
                        "-q",
                        "-f",
                        "0",
                        "-B",
                        "-L",
                        folder.resolve("partclone.log").toString(),
                        "-s",
                        device.toString(),
                        "-O",
                        map.toString()))
                .orThrow();
        List<Extent> used = new ArrayList<>();
        for (String line : Files.readAllLines(map)) {
            String[] fields = line.strip().split("\\s+");
            if (fields.length == 3 && fields[2].equals("+")) {
                used.add(new Extent(Long.decode(fields[0]), Long.decode(fields[1])));
            }
        }
        return used;
    }
}
