package io.pureboot.protocol.disk;

import io.pureboot.protocol.ByteSize;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a disk holds, as far as a scan tells: its partition table and its file systems with their identifiers. What tells
 * a disk without a name of its own from the next one like it. Two blank disks hold the same, and so do a disk and its
 * clone.
 *
 * @param digest 64 hexadecimal digits
 * @param summary the same for people
 */
public record DiskContents(String digest, String summary) {
    private static final int SHOWN = 6;
    private static final int SHOWN_OF_UUID = 13;

    public static DiskContents of(DiskInfo disk) {
        String exact = disk.fingerprint()
                + disk.partitions().stream()
                        .map(part -> "\n" + part.number() + " " + part.startBytes() + " " + part.endBytes() + " "
                                + part.filesystem() + " " + part.filesystemUuid())
                        .collect(Collectors.joining());
        return new DiskContents(sha256(exact), summary(disk));
    }

    /** Of a disk that nothing else tells from others; null of one with a name of its own, which is bound by that. */
    public static @Nullable DiskContents ofNameless(DiskInfo disk) {
        return disk.identity().nameless() ? of(disk) : null;
    }

    /** A 409 that says what is different when the disk holds something else. */
    public void require(DiskInfo disk) {
        DiskContents now = of(disk);
        if (!now.digest.equals(digest)) {
            String difference = now.summary.equals(summary)
                    ? "The identifiers of its partitions or file systems are others now (" + summary + ")."
                    : "It held " + summary + ", and now holds " + now.summary + ".";
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    disk.device() + " does not hold what it held when the session was made, and has no serial number of"
                            + " its own: it may be another disk. " + difference
                            + " Scan the disks again, look at this one, and make the session anew if it is meant.");
        }
    }

    private static String summary(DiskInfo disk) {
        List<PartitionInfo> parts = disk.partitions();
        boolean table = !disk.partitionTable().equals("unknown");
        if (parts.isEmpty()) {
            return table ? "an empty " + disk.partitionTable() + " partition table" : "nothing that is recognised";
        }
        String listed = parts.stream().limit(SHOWN).map(DiskContents::text).collect(Collectors.joining(", "))
                + (parts.size() > SHOWN ? " and " + (parts.size() - SHOWN) + " more" : "");
        return table ? "a " + disk.partitionTable() + " partition table with " + listed : listed;
    }

    private static String text(PartitionInfo part) {
        String uuid = part.filesystemUuid();
        return (part.number() == 0
                        ? ""
                        : "partition " + part.number() + " of " + ByteSize.human(part.sizeBytes()) + " ")
                + (part.filesystem() == null
                        ? "(" + part.type() + ")"
                        : "(" + part.filesystem()
                                + (part.label() == null ? "" : " '" + part.label() + "'")
                                + (uuid == null ? "" : " " + uuid.substring(0, Math.min(SHOWN_OF_UUID, uuid.length())))
                                + ")")
                + (part.number() == 0 ? " on the whole disk" : "");
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
