package io.pureboot.controller.boot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Kernel, RAM disks and boot loaders: these files by these names, and nothing else of their folders. */
public final class BootFiles {
    private static final Set<String> IMAGE = Set.of("vmlinuz", "initrd.img", "initrd-start.img");
    static final Set<String> LOADERS = Set.of("undionly.kpxe", "ipxe.efi");

    private final Path files;
    private final Path loaders;
    private final Map<Path, Tagged> tags = new ConcurrentHashMap<>();

    private record Tagged(long size, FileTime time, String tag) {}

    public BootFiles(Path files, Path loaders) {
        this.files = files;
        this.loaders = loaders;
    }

    public Optional<Path> find(String name) {
        Path folder = IMAGE.contains(name) ? files : LOADERS.contains(name) ? loaders : null;
        return Optional.ofNullable(folder).map(f -> f.resolve(name)).filter(Files::isRegularFile);
    }

    public boolean has(String name) {
        return find(name).isPresent();
    }

    /** The content's SHA-256 in quotes, as HTTP wants it; read once as long as the file stays as it is. */
    public String tag(Path file) throws IOException {
        long size = Files.size(file);
        FileTime time = Files.getLastModifiedTime(file);
        Tagged known = tags.get(file);
        if (known == null || known.size != size || !known.time.equals(time)) {
            known = new Tagged(size, time, "\"" + sha256(file) + "\"");
            tags.put(file, known);
        }
        return known.tag;
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 17];
            for (int got = in.read(buffer); got > 0; got = in.read(buffer)) {
                digest.update(buffer, 0, got);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
