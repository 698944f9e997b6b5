package io.pureboot.node.filesystem;

import io.pureboot.linux.process.CommandResult;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Whether an NTFS file system is one nobody is in the middle of using. Two tools, because neither notices all:
 * ntfs-3g.probe a hibernated Windows and an unfinished log, ntfsresize the dirty mark and contradictions.
 */
final class NtfsGate {
    private static final int HIBERNATED = 14;
    private static final int UNCLEAN = 15;

    private NtfsGate() {}

    /** Why it may be neither mapped nor shrunk, or null. */
    static @Nullable String closed(Volume volume, NtfsVolume ntfs) throws IOException {
        int version = ntfs.version();
        if (version != 0x300 && version != 0x301 && version != 0x102) {
            return "The NTFS file system has version " + (version >> 8) + "." + (version & 0xff)
                    + ", which this version does not know.";
        }
        if (ntfs.dirty()) {
            return "Windows has marked this NTFS file system to be checked: run chkdsk.";
        }
        return unusable(volume);
    }

    /** Why not even what is marked to be checked, as each resized one is, may be written to, or null. */
    static @Nullable String unusable(Volume volume) throws IOException {
        CommandResult probe = volume.run("ntfs-3g.probe", "--readwrite", volume.device());
        return switch (probe.exitCode()) {
            case 0 -> null;
            case HIBERNATED ->
                "Windows is hibernated on this NTFS file system (or was shut down with fast startup):"
                        + " shut it down fully.";
            case UNCLEAN -> "This NTFS file system was not unmounted cleanly: start Windows and shut it down fully.";
            default -> "This NTFS file system is inconsistent: run chkdsk.";
        };
    }

    /** The first line of ntfsresize that says what is wrong. */
    static String complaint(CommandResult result) {
        return (result.text() + "\n" + result.errorText())
                .lines()
                .filter(line -> line.startsWith("ERROR"))
                .findFirst()
                .map(line -> "ntfsresize: " + line)
                .orElse("ntfsresize ended with exit code " + result.exitCode() + ".");
    }
}
