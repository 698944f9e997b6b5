package io.pureboot.node.filesystem;

import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The free extents xfs_db finds in the allocation groups: lines of group, block in the group, length. */
final class XfsFreeBlocks {
    private static final Pattern LINE = Pattern.compile("\\s*(\\d+)\\s+(\\d+)\\s+(\\d+)\\s*");
    private static final String SUMMARY = "from";

    private XfsFreeBlocks() {}

    static ExtentSet read(Volume volume, XfsSuperblock block) throws IOException {
        Path listing = Files.createTempFile("free-extents", ".txt");
        try {
            CommandResult result = volume.run(Command.of("xfs_db", "-r", "-c", "freesp -d", volume.device())
                    .into(listing));
            if (!result.ok() || !result.errorText().isEmpty()) {
                throw new RawCopyException("xfs_db cannot read the free space: " + Complaint.lastLine(result) + ".");
            }
            try (BufferedReader lines = Files.newBufferedReader(listing, StandardCharsets.ISO_8859_1)) {
                return parse(lines, block);
            }
        } finally {
            Files.delete(listing);
        }
    }

    static ExtentSet parse(BufferedReader lines, XfsSuperblock block) throws IOException {
        ExtentSet free = new ExtentSet();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.strip().startsWith(SUMMARY)) {
                return free;
            }
            Matcher numbers = LINE.matcher(line);
            if (numbers.matches()) {
                add(
                        free,
                        Long.parseLong(numbers.group(1)),
                        Long.parseLong(numbers.group(2)),
                        Long.parseLong(numbers.group(3)),
                        block);
            }
        }
        throw new RawCopyException("xfs_db did not list the free space to its end.");
    }

    private static void add(ExtentSet free, long group, long at, long length, XfsSuperblock block) throws IOException {
        long first = group * block.groupBlocks() + at;
        if (group >= block.groups() || at + length > block.groupBlocks() || first + length > block.dataBlocks()) {
            throw new RawCopyException("xfs_db lists free space outside the file system.");
        }
        free.add(first * block.blockSize(), length * block.blockSize());
    }
}
