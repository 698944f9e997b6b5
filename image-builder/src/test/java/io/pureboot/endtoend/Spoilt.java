package io.pureboot.endtoend;

import io.pureboot.linux.block.LoopDevice;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** File systems as a crash, a hibernation or a newer kernel leaves them. */
final class Spoilt {
    private static final int FILE_BYTES = 6 << 20;
    private static final long SUPERBLOCK = 1024;
    private static final int INCOMPATIBLE_FEATURES = 0x60;

    private Spoilt() {}

    /** Copied while mounted, with changes in its log that never reached their place: as after a power cut. */
    static void powerCut(Path device, FileSystemKind kind) throws IOException {
        Path folder = Files.createTempDirectory("pureboot-spoilt");
        Path image = folder.resolve("mounted.img");
        long size = Long.parseLong(Tool.run("blockdev", "--getsize64", device).strip());
        try (LoopDevice loop = LoopDevice.create(image, size, 512)) {
            kind.make(loop.path());
            try (Mount mount = kind.mountForWriting(loop.path())) {
                FileTree.write(mount.folder().resolve("tree"), 5, FILE_BYTES, true);
                Tool.run("sync", "--file-system", mount.folder());
                for (int i = 0; i < 50; i++) {
                    fsynced(mount.folder().resolve("in the log " + i));
                }
                copy(image, device, size);
            }
        } finally {
            Tool.run("rm", "-r", folder);
        }
    }

    private static void fsynced(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap("only the log knows me".getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
    }

    /** Resized: Windows is to check it at its next start. */
    static void markedForCheck(Path device, FileSystemKind kind) throws IOException {
        kind.make(device);
        long size = Long.parseLong(Tool.run("blockdev", "--getsize64", device).strip());
        Tool.run("ntfsresize", "-ff", "--no-progress-bar", "--size", size - (8 << 20), device);
    }

    /** With the file Windows leaves when it sleeps: what it holds in memory is not on the disk. */
    static void hibernated(Path device, FileSystemKind kind) throws IOException {
        kind.make(device);
        byte[] hibernation = Arrays.copyOf("hibr".getBytes(StandardCharsets.US_ASCII), 1 << 20);
        try (Mount mount = kind.mountForWriting(device)) {
            Files.write(mount.folder().resolve("hiberfil.sys"), hibernation);
        }
    }

    /** An ext4 of a kernel to come: it uses a feature no tool of today knows. */
    static void fromTheFuture(Path device, FileSystemKind kind) throws IOException {
        Tool.run("mkfs.ext4", "-q", "-F", "-O", "^metadata_csum", device);
        try (RandomAccessFile file = new RandomAccessFile(device.toFile(), "rw")) {
            file.seek(SUPERBLOCK + INCOMPATIBLE_FEATURES + 3);
            file.write(0x40);
            file.getFD().sync();
        }
    }

    /** Leaves out what is zero: the partition is fresh. */
    private static void copy(Path from, Path to, long size) throws IOException {
        byte[] piece = new byte[64 << 10];
        byte[] zeros = new byte[piece.length];
        try (RandomAccessFile in = new RandomAccessFile(from.toFile(), "r");
                RandomAccessFile out = new RandomAccessFile(to.toFile(), "rw")) {
            for (long at = 0; at < size; at += piece.length) {
                int length = (int) Math.min(piece.length, size - at);
                in.readFully(piece, 0, length);
                if (!Arrays.equals(piece, 0, length, zeros, 0, length)) {
                    out.seek(at);
                    out.write(piece, 0, length);
                }
            }
            out.getFD().sync();
        }
    }
}
