package io.pureboot.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageFilesTest {
    @Test
    @DisplayName(
            "PK1 a kept package counts only with the bytes of the lock; one bit flipped or cut short it is fetched anew")
    void damaged(@TempDir Path folder) throws IOException {
        PackageFiles files = new PackageFiles(folder);
        List<LockedPackage> locked = new ArrayList<>();
        for (String name : List.of("whole", "flipped", "cut", "absent")) {
            Path file = Files.writeString(folder.resolve(name), "the bytes of " + name);
            locked.add(
                    new LockedPackage(name, "1", "debian", "pool/" + name, Files.size(file), Fingerprint.ofFile(file)));
        }
        PackageLock lock = new PackageLock(locked);
        for (LockedPackage wanted : locked) {
            if (!wanted.name().equals("absent")) {
                Files.move(folder.resolve(wanted.name()), files.of(wanted));
            }
        }
        Files.writeString(files.of(locked.get(1)), "the bytes of flippee");
        Files.writeString(files.of(locked.get(2)), "the");
        List<String> said = new ArrayList<>();
        assertEquals(
                List.of("absent", "cut", "flipped"),
                files.missing(lock, said::add).stream().map(LockedPackage::name).toList());
        assertEquals(2, said.size(), said.toString());
        assertFalse(Files.exists(files.of(locked.get(1))));
        assertTrue(Files.exists(files.of(locked.get(0))));
    }
}
