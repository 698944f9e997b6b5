package io.pureboot.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** How each file system is made, filled, checked and read, with the tools of the distribution. */
enum FileSystemKind {
    EXT4(List.of("mkfs.ext4", "-q", "-F", "-L", "ext4 label"), List.of("mount", "-t", "ext4", "-o", "ro")) {
        @Override
        void check(Path device) throws IOException {
            Tool.run("e2fsck", "-f", "-n", device);
        }
    },
    XFS(List.of("mkfs.xfs", "-q", "-f", "-L", "xfslabel"), List.of("mount", "-t", "xfs", "-o", "ro,nouuid")) {
        @Override
        void check(Path device) throws IOException {
            Tool.run("xfs_repair", "-n", device);
        }
    },
    BTRFS(List.of("mkfs.btrfs", "-q", "-f", "-L", "btrfs"), List.of("mount", "-t", "btrfs", "-o", "ro")) {
        @Override
        void check(Path device) throws IOException {
            Tool.run("btrfs", "check", "--readonly", device);
        }

        @Override
        SortedMap<String, String> read(Path device) throws IOException {
            // The kernel knows btrfs by its id: it must forget the source before it is shown the clone.
            Tool.run("btrfs", "device", "scan", "--forget");
            return super.read(device);
        }
    },
    NTFS(List.of("mkfs.ntfs", "-q", "-Q", "-F", "-L", "ntfs"), List.of("ntfs-3g", "-o", "ro")) {
        @Override
        void check(Path device) throws IOException {
            Tool.run("ntfsfix", "--no-action", device);
            Tool.run("ntfsresize", "--info", "--no-progress-bar", device);
        }

        @Override
        Mount mountForWriting(Path device) throws IOException {
            return Mount.of(device, "ntfs-3g");
        }
    },
    FAT32(List.of("mkfs.vfat", "-F", "32", "-n", "ESP"), List.of()) {
        @Override
        void check(Path device) throws IOException {
            Tool.run("fsck.vfat", "-n", device);
        }

        @Override
        void fill(Path device, Path files) throws IOException {
            try (var entries = Files.list(files)) {
                for (Path entry : entries.toList()) {
                    Tool.run("mcopy", "-s", "-Q", "-i", device, entry, "::");
                }
            }
        }

        @Override
        SortedMap<String, String> read(Path device) throws IOException {
            Path copy = Files.createTempDirectory("pureboot-fat");
            Tool.run("mcopy", "-s", "-Q", "-n", "-i", device, "::*", copy);
            try {
                return FileTree.hashes(copy);
            } finally {
                Tool.run("rm", "-r", copy);
            }
        }
    },
    EXFAT(List.of("mkfs.exfat", "-L", "exfat"), List.of("mount.exfat-fuse", "-o", "ro")) {
        @Override
        void check(Path device) throws IOException {
            Tool.run("fsck.exfat", "-n", device);
        }

        @Override
        Mount mountForWriting(Path device) throws IOException {
            return Mount.of(device, "mount.exfat-fuse");
        }
    };

    private final List<Object> make;
    private final List<Object> mountReadOnly;

    FileSystemKind(List<Object> make, List<Object> mountReadOnly) {
        this.make = make;
        this.mountReadOnly = mountReadOnly;
    }

    /** The words that make one; the device comes last. */
    void make(Path device) throws IOException {
        List<Object> argv = new ArrayList<>(make);
        argv.add(device);
        Tool.run(argv.toArray());
    }

    void fill(Path device, Path files) throws IOException {
        try (Mount mount = mountForWriting(device)) {
            Tool.run("cp", takesOddNames() ? "-a" : "-r", "--sparse=always", files + "/.", mount.folder());
        }
    }

    Mount mountForWriting(Path device) throws IOException {
        return Mount.of(device, "mount");
    }

    /** Fails when the file system's own checker finds anything. */
    abstract void check(Path device) throws IOException;

    /** Hashes of all files. */
    SortedMap<String, String> read(Path device) throws IOException {
        try (Mount mount = Mount.of(device, mountReadOnly.toArray())) {
            return FileTree.hashes(mount.folder());
        }
    }

    boolean takesOddNames() {
        return this == EXT4 || this == XFS || this == BTRFS;
    }
}
