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

/** The free ranges dumpe2fs lists, group by group. What it does not list, be it for an error, counts as used. */
final class ExtFreeBlocks {
    private static final String LINE = "  Free blocks: ";
    private static final Pattern RANGE = Pattern.compile("(\\d+)(?:-(\\d+))?");

    private ExtFreeBlocks() {}

    static ExtentSet read(Volume volume, ExtSuperblock block) throws IOException {
        Path listing = Files.createTempFile("free-blocks", ".txt");
        try {
            CommandResult result =
                    volume.run(Command.of("dumpe2fs", volume.device()).into(listing));
            if (!result.ok()) {
                throw new RawCopyException("dumpe2fs cannot read the free blocks: " + Complaint.lastLine(result) + ".");
            }
            try (BufferedReader lines = Files.newBufferedReader(listing, StandardCharsets.ISO_8859_1)) {
                return parse(lines, block);
            }
        } finally {
            Files.delete(listing);
        }
    }

    static ExtentSet parse(BufferedReader lines, ExtSuperblock block) throws IOException {
        ExtentSet free = new ExtentSet();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains("error reading bitmaps")) {
                throw new RawCopyException("The ext bitmaps are damaged: run e2fsck.");
            }
            if (line.startsWith(LINE)) {
                Matcher range = RANGE.matcher(line.substring(LINE.length()));
                while (range.find()) {
                    add(free, Long.parseLong(range.group(1)), range.group(2), block);
                }
            }
        }
        return free;
    }

    private static void add(ExtentSet free, long first, String lastText, ExtSuperblock block) throws IOException {
        long last = lastText == null ? first : Long.parseLong(lastText);
        if (last < first || last >= block.blocks()) {
            throw new RawCopyException("dumpe2fs lists free blocks outside the file system.");
        }
        free.add(first * block.blockSize(), (last - first + 1) * block.blockSize());
    }
}
