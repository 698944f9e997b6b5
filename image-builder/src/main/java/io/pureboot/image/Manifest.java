package io.pureboot.image;

import java.util.List;

/**
 * What an image consists of, as {@code manifest.json} says it.
 *
 * @param kernel release
 * @param parts of the initial RAM disks: size unpacked and as it is in the file
 * @param reproducible which files two builds from the same inputs have in common, byte for byte
 */
record Manifest(
        String version,
        String kernel,
        List<OutputFile> files,
        List<Part> parts,
        List<LockedPackage> packages,
        List<String> jars,
        List<String> reproducible) {
    /** A file of the image; {@code size} in bytes. */
    record OutputFile(String name, long size, String sha256) {}

    /** A part of a RAM disk; both sizes in bytes. */
    record Part(String name, long unpackedBytes, long bytes) {}
}
