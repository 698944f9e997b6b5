package io.pureboot.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Packages kept from earlier builds: only those count that still have the bytes the lock names. */
record PackageFiles(Path folder) {
    Path of(LockedPackage wanted) {
        return folder.resolve(wanted.fileName());
    }

    /** Those that have to be fetched; damaged ones are deleted, and said. */
    List<LockedPackage> missing(PackageLock lock, Consumer<String> messages) throws IOException {
        List<LockedPackage> missing = new ArrayList<>();
        for (LockedPackage wanted : lock.packages()) {
            Path file = of(wanted);
            if (!Files.exists(file)) {
                missing.add(wanted);
            } else if (Files.size(file) != wanted.size()
                    || !Fingerprint.ofFile(file).equals(wanted.sha256())) {
                messages.accept(file + " is damaged and is fetched anew");
                Files.delete(file);
                missing.add(wanted);
            }
        }
        return missing;
    }
}
