package io.pureboot.node.filesystem;

import io.pureboot.linux.process.CommandResult;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * NTFS. A resized one asks Windows for a check at its next start, which also makes the tools refuse a second resize
 * unless forced; a hibernated or inconsistent one is refused by a probe that forcing does not skip.
 */
record NtfsEditor(ToolBox tools) implements FileSystemEditor {
    @Override
    public void make(String device, @Nullable String label) throws IOException {
        // Who knows where the partition begins puts that into the boot sector afterwards.
        tools.make(List.of("mkfs.ntfs", "-Q", "-F", "-p", "0", "-H", "255", "-S", "63"), "-L", label, device);
    }

    @Override
    public void check(String device) throws IOException {
        CommandResult probe = tools.run("ntfs-3g.probe", "--readwrite", device);
        if (!probe.ok()) {
            throw new IOException(
                    switch (probe.exitCode()) {
                        case 14 -> device + ": Windows is hibernated in it. Start Windows and shut it down fully.";
                        case 15 -> device + ": NTFS was not unmounted cleanly. Start Windows and shut it down.";
                        default ->
                            device + ": NTFS cannot be used safely (ntfs-3g.probe says " + probe.exitCode()
                                    + "). Run chkdsk /f in Windows.";
                    });
        }
        tools.require(List.of(0), "ntfsresize", "-i", "-f", "-P", device);
    }

    @Override
    public void shrink(String device, long size) throws IOException {
        check(device);
        String bytes = Long.toString(size);
        tools.require(List.of(0), "ntfsresize", "-n", "-ff", "-P", "-s", bytes, device);
        tools.require(List.of(0), "ntfsresize", "-ff", "-P", "-s", bytes, device);
    }

    @Override
    public void grow(String device) throws IOException {
        check(device);
        tools.require(List.of(0), "ntfsresize", "-ff", "-P", device);
    }
}
