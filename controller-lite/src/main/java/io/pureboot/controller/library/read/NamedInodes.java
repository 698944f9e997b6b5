package io.pureboot.controller.library.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts names, and the inodes they lead to, together. */
final class NamedInodes {
    private NamedInodes() {}

    /**
     * One entry a name.
     *
     * @param names the number of the inode each leads to
     * @param inodes by number; their own paths do not count
     * @param gaps what is said of names whose inode could not be read is added
     */
    static List<FileRecord> files(Map<RawPath, String> names, Map<String, FileRecord> inodes, List<String> gaps) {
        List<FileRecord> files = new ArrayList<>();
        Map<String, Long> found = new HashMap<>();
        for (Map.Entry<RawPath, String> name : names.entrySet()) {
            FileRecord inode = inodes.get(name.getValue());
            if (inode == null) {
                gaps.add("inode %s of %s cannot be read"
                        .formatted(name.getValue(), name.getKey().text()));
            } else {
                found.merge(inode.inode(), 1L, Long::sum);
                files.add(new FileRecord(
                        name.getKey(), inode.kind(), inode.inode(), inode.links(), inode.size(), inode.mtime()));
            }
        }
        for (FileRecord file : files) {
            Long listed = file.kind() == 'd' ? null : found.remove(file.inode());
            if (listed != null && listed < file.links()) {
                gaps.add("%s has %d names, %d are listed".formatted(file.path().text(), file.links(), listed));
            }
        }
        return files;
    }
}
