package io.pureboot.node.filesystem;

import io.pureboot.linux.process.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What partclone takes for used: a second opinion for file systems whose free space is hard to tell. */
final class DomainMap {
    private DomainMap() {}

    /** @throws RawCopyException when the tool fails or its map makes no sense */
    static ExtentSet of(String tool, Volume volume) throws IOException {
        Path folder = Files.createTempDirectory("pureboot-map");
        Path map = folder.resolve("map");
        Path log = folder.resolve("log");
        try {
            // It ends only after its thread for progress has slept, two seconds unless told otherwise.
            CommandResult result = volume.run(
                    tool, "-D", "-q", "-f", "0", "-L", log.toString(), "-s", volume.device(), "-O", map.toString());
            if (!result.ok() || !Files.exists(map)) {
                throw new RawCopyException(tool + " cannot map it.");
            }
            return parse(Files.readAllLines(map));
        } finally {
            Files.deleteIfExists(map);
            Files.deleteIfExists(log);
            Files.deleteIfExists(folder);
        }
    }

    /** ddrescue's format: the first line that is no comment is a position, the others {@code 0xSTART 0xLENGTH +|?}. */
    static ExtentSet parse(List<String> lines) throws RawCopyException {
        ExtentSet used = new ExtentSet();
        List<String> data = lines.stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .toList();
        if (data.size() < 2) {
            throw new RawCopyException("partclone's map is empty.");
        }
        for (String line : data.subList(1, data.size())) {
            String[] fields = line.strip().split("\\s+", -1);
            if (fields.length != 3) {
                throw new RawCopyException("partclone's map is not understood.");
            }
            if (!fields[2].equals("?")) {
                used.add(Long.decode(fields[0]), Long.decode(fields[1]));
            }
        }
        return used;
    }
}
