package io.pureboot.image;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The servers' jars for this one platform, written anew: native libraries of other platforms dropped, ours put aside, and
 * nothing compressed, because the file system they go into packs all of them together and better. Manifests keep what Java
 * itself reads of them: it reads that of each jar at every start.
 */
final class AppJars {
    private static final Pattern NATIVE = Pattern.compile(".*\\.(so|dll|dylib|jnilib|a|sl)");
    private static final Pattern OURS = Pattern.compile(
            ".*((Linux/x86_64|x86_64-Linux|linux-x86-64|linux/amd64|linux/x86_64)/[^/]+|-linux-x86_64)\\.so");
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");

    private static final Set<String> KEPT = Set.of(
            "Manifest-Version",
            "Multi-Release",
            "Automatic-Module-Name",
            "Implementation-Title",
            "Implementation-Version",
            "Implementation-Vendor",
            "Specification-Title",
            "Specification-Version",
            "Launcher-Agent-Class",
            "Enable-Native-Access");

    private AppJars() {}

    /** Writes {@code lib/*.jar} and {@code native/*.so} into {@code out}. */
    static void make(List<Path> classPath, Instant time, Path out) throws IOException {
        Path lib = Files.createDirectories(out.resolve("lib"));
        Path natives = Files.createDirectories(out.resolve("native"));
        for (Path entry : classPath) {
            Map<String, byte[]> content = Files.isDirectory(entry) ? folder(entry) : jar(entry);
            content.entrySet().removeIf(e -> SIGNATURE.matcher(e.getKey()).matches());
            for (String name : new ArrayList<>(content.keySet())) {
                if (NATIVE.matcher(name).matches()) {
                    byte[] library = content.remove(name);
                    if (OURS.matcher(name).matches()) {
                        Files.write(natives.resolve(name.substring(name.lastIndexOf('/') + 1)), library);
                    }
                }
            }
            write(lib.resolve(jarName(entry)), content, time);
        }
    }

    /** The jars' names in class path order: by name, which is the same wherever the image is built. */
    static List<String> names(Path out) throws IOException {
        try (Stream<Path> jars = Files.list(out.resolve("lib"))) {
            List<String> names = new ArrayList<>(
                    jars.map(jar -> jar.getFileName().toString()).toList());
            Collections.sort(names);
            return names;
        }
    }

    /** {@code node-server/target/classes} is {@code node-server.jar}, as is {@code node-server-0.1.0.jar}. */
    private static String jarName(Path entry) {
        if (Files.isDirectory(entry)) {
            return entry.toAbsolutePath().getName(entry.toAbsolutePath().getNameCount() - 3) + ".jar";
        }
        return entry.getFileName().toString();
    }

    private static Map<String, byte[]> folder(Path folder) throws IOException {
        Map<String, byte[]> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return content;
    }

    private static Map<String, byte[]> jar(Path jar) throws IOException {
        Map<String, byte[]> content = new TreeMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (!entry.isDirectory()) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        content.put(entry.getName(), in.readAllBytes());
                    }
                }
            }
        }
        return content;
    }

    private static void write(Path jar, Map<String, byte[]> content, Instant time) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            // The manifest is looked for at the front.
            byte[] manifest = content.remove("META-INF/MANIFEST.MF");
            if (manifest != null) {
                add(zip, "META-INF/MANIFEST.MF", brief(manifest), time);
            }
            for (Map.Entry<String, byte[]> entry : content.entrySet()) {
                add(zip, entry.getKey(), entry.getValue(), time);
            }
        }
        try (OutputStream out = Files.newOutputStream(jar)) {
            bytes.writeTo(out);
        }
    }

    /** Without the sections of single files, and of the main one what class loaders and programs look up. */
    static byte[] brief(byte[] manifest) throws IOException {
        Manifest brief = new Manifest();
        new Manifest(new ByteArrayInputStream(manifest)).getMainAttributes().forEach((name, value) -> {
            if (KEPT.contains(name.toString())) {
                brief.getMainAttributes().put(name, value);
            }
        });
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        brief.write(bytes);
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, byte[] content, Instant time) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
