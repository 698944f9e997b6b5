package io.pureboot.image;

import io.pureboot.demo.RefusedException;

/**
 * One Debian package, exactly.
 *
 * @param archive which of Debian's archives has it: {@code debian} or {@code debian-security}
 * @param path below the archive's address, such as {@code pool/main/d/dash/dash_0.5.12-12_amd64.deb}
 * @param size in bytes
 */
record LockedPackage(String name, String version, String archive, String path, long size, String sha256) {
    /** A line of the lock file. */
    static LockedPackage parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 6 || !words[5].matches("[0-9a-f]{64}") || !words[4].matches("[0-9]+")) {
            throw new RefusedException("the lock file has a line that is none: " + line);
        }
        return new LockedPackage(words[0], words[1], words[2], words[3], Long.parseLong(words[4]), words[5]);
    }

    String line() {
        return String.join(" ", name, version, archive, path, Long.toString(size), sha256);
    }

    /** What its file is called once it is here: by content, so that a changed package is another file. */
    String fileName() {
        return name + "-" + sha256.substring(0, 16) + ".deb";
    }
}
