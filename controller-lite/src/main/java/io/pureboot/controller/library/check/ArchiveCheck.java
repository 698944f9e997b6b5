package io.pureboot.controller.library.check;

import io.pureboot.controller.library.archive.ArchiveStream;
import io.pureboot.controller.library.archive.FileStamp;
import io.pureboot.controller.library.tar.MemberName;
import io.pureboot.controller.library.tar.TarMember;
import io.pureboot.controller.library.tar.TarReader;
import io.pureboot.linux.table.ImageLayout;
import io.pureboot.linux.table.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One archive: every image in it that is large enough, decided as it passes. */
final class ArchiveCheck {
    /** Reports how far the reading is. */
    interface Progress {
        void at(long compressedBytes);
    }

    /** An image that was kept. */
    record Kept(String path, ImageLayout layout) {}

    /** What was found out about an image; of one that is let go only what the log says of it, for there may be many. */
    private record Decision(
            String name,
            int partitions,
            @Nullable String truncated,
            @Nullable ImageLayout kept,
            @Nullable Keeping keeping) {

        static Decision of(String name, ImageScan.Result result, Keeping keeping) {
            ImageLayout layout = result.layout();
            boolean dropped = result.outcome() == Keeping.Outcome.DROPPED;
            return new Decision(
                    name,
                    layout.partitionCount(),
                    layout.truncated() ? first(layout.warnings()) : null,
                    dropped ? null : layout,
                    dropped ? null : keeping);
        }
    }

    private final Archive archive;
    private final CheckConfig config;
    private final EventLog log;
    private final Staging staging;
    private final Progress progress;
    private final List<Kept> kept = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final KeptNames names = new KeptNames();
    private final Map<Integer, String> wantedNames = new HashMap<>();
    private final RescueMaps maps = new RescueMaps();
    private int images;
    private int multiple;
    private int otherFiles;

    ArchiveCheck(Archive archive, CheckConfig config, EventLog log, Staging staging, Progress progress) {
        this.archive = archive;
        this.config = config;
        this.log = log;
        this.staging = staging;
        this.progress = progress;
    }

    /** Images with several partitions or volumes, by what was kept and logged. */
    int multiple() {
        return multiple;
    }

    List<Kept> kept() {
        return kept;
    }

    /** Files in the archive that are no images. */
    int otherFiles() {
        return otherFiles;
    }

    /**
     * Reads the archive, a second time if an image turned out late to be kept. Decisions take effect at the end, when
     * all of it was read without damage: a checksum at the end of the archive may speak against all that came before.
     *
     * @throws StagingException when the staging folder can take no more
     * @throws IOException when the archive is damaged; nothing of it is kept then
     */
    void run() throws IOException {
        try {
            FileStamp before = FileStamp.of(archive.file());
            readAll();
            if (!before.equals(FileStamp.of(archive.file()))) {
                throw new IOException("it changed while it was read, check it again when nothing writes to it");
            }
            for (Decision decision : decisions) {
                publish(decision);
            }
            decisions.clear();
        } finally {
            for (Decision decision : decisions) {
                if (decision.keeping() != null) {
                    decision.keeping().abandon();
                }
            }
        }
    }

    private void readAll() throws IOException {
        Set<Integer> missed = pass(Set.of());
        if (images > 1) {
            log.warning("hash", archive.hash(), "count", images, "reason", "several images in one archive");
        }
        if (!missed.isEmpty()) {
            log.warning(
                    "hash",
                    archive.hash(),
                    "count",
                    missed.size(),
                    "reason",
                    "read a second time for images that only their end told to keep");
            pass(missed);
        }
    }

    private Set<Integer> pass(Set<Integer> wanted) throws IOException {
        boolean second = !wanted.isEmpty();
        Set<Integer> missed = new HashSet<>();
        try (ArchiveStream in = ArchiveStream.open(archive.file())) {
            TarReader reader = new TarReader(in);
            ImageScan scan = new ImageScan(reader, () -> report(in));
            int index = 0;
            for (TarMember member = reader.next(); member != null; member = reader.next()) {
                if (!second && RescueMaps.isMap(member)) {
                    maps.read(reader, member);
                }
                if (second ? wanted.contains(index) : isLooked(member)) {
                    String name = second ? wantedNames.get(index) : safeName(member);
                    if (name != null && !decide(scan, member, name, second)) {
                        missed.add(index);
                        wantedNames.put(index, name);
                    }
                }
                index++;
                report(in);
            }
            if (reader.concatenated() && !second) {
                log.warning("hash", archive.hash(), "reason", "several archives one behind the other");
            }
        }
        return missed;
    }

    // False when the image is to be kept but was missed.
    private boolean decide(ImageScan scan, TarMember member, String name, boolean second) throws IOException {
        Keeping keeping = new Keeping(() -> open(name, member, second), second);
        ImageScan.Result result = scan.scan(member.map(), keeping);
        if (result.outcome() == Keeping.Outcome.MISSED) {
            keeping.abandon();
            return false;
        }
        decisions.add(Decision.of(name, result, keeping));
        return true;
    }

    private KeptImage open(String name, TarMember member, boolean second) throws IOException {
        return config.dryRun() ? new NoImage() : staging.open(name, member.size(), second);
    }

    private void report(ArchiveStream in) {
        try {
            progress.at(in.compressedPosition());
        } catch (IOException e) {
            // Only a display; the reading itself reports what is wrong.
            progress.at(0);
        }
    }

    // Counts and logs what a member is, and says whether it is an image to look into.
    private boolean isLooked(TarMember member) throws IOException {
        boolean image = Staging.isImage(member.name());
        if (image) {
            reportLink(member);
        }
        if (member.kind() != TarMember.Kind.FILE) {
            return false;
        }
        if (!image) {
            otherFiles++;
            return false;
        }
        if (member.size() <= config.minSize()) {
            return false;
        }
        images++;
        String name = MemberName.safe(member.name()).orElse(member.name());
        log.event("img_found", "hash", archive.hash(), "img", name, "size_gb", gib(member.size()));
        return true;
    }

    // A hard link is the file itself: nobody looked into it when its first name was none of an image.
    private void reportLink(TarMember member) throws IOException {
        String target = member.linkName();
        if (member.kind() == TarMember.Kind.SYMBOLIC_LINK
                || member.kind() == TarMember.Kind.HARD_LINK && Staging.isImage(target)) {
            log.warning("hash", archive.hash(), "img", member.name(), "reason", "a link to " + target);
        } else if (member.kind() == TarMember.Kind.HARD_LINK) {
            String reason = "a second name of %s, which is not looked into: unpack it by hand".formatted(target);
            log.error("hash", archive.hash(), "img", member.name(), "reason", reason);
        }
    }

    private @Nullable String safeName(TarMember member) throws IOException {
        Optional<String> safe = MemberName.safe(member.name());
        if (safe.isEmpty()) {
            log.error("hash", archive.hash(), "img", member.name(), "reason", "its name leads out of the archive");
            return null;
        }
        String name = names.give(safe.get());
        if (!name.equals(safe.get())) {
            log.warning(
                    "hash",
                    archive.hash(),
                    "img",
                    name,
                    "reason",
                    "called %s in the archive, where no file can be or another image is".formatted(safe.get()));
        }
        return name;
    }

    private void publish(Decision decision) throws IOException {
        String name = decision.name();
        ImageLayout layout = decision.kept();
        if (decision.keeping() != null) {
            decision.keeping().publish();
        }
        if (decision.truncated() != null) {
            log.warning("hash", archive.hash(), "img", name, "reason", "truncated: " + decision.truncated());
        }
        if (layout == null) {
            if (!config.dryRun()) {
                staging.remove(name);
            }
            log.event(
                    "partition_check",
                    "hash",
                    archive.hash(),
                    "img",
                    name,
                    "partitions",
                    decision.partitions(),
                    "action",
                    "deleted");
            return;
        }
        publishKept(name, layout);
    }

    private void publishKept(String name, ImageLayout layout) throws IOException {
        String path = staging.imagePath(name).toString();
        kept.add(new Kept(path, layout));
        if (layout.verdict() != Verdict.MULTIPLE) {
            String reason = "kept, its partitions are not sure: " + String.join("; ", layout.doubts());
            log.error("hash", archive.hash(), "img", name, "reason", reason, "path", path);
        } else if (layout.partitionCount() < 2) {
            log.warning("hash", archive.hash(), "img", name, "reason", "kept for " + LayoutText.why(layout));
        }
        Optional<String> incomplete = maps.complaint(name);
        if (incomplete.isPresent()) {
            log.warning("hash", archive.hash(), "img", name, "reason", incomplete.get());
        }
        multiple += layout.verdict() == Verdict.MULTIPLE ? 1 : 0;
        log.event(
                "partition_check",
                "hash",
                archive.hash(),
                "img",
                name,
                "partitions",
                layout.partitionCount(),
                "action",
                "KEPT",
                "path",
                path);
    }

    private static String first(List<String> texts) {
        return texts.isEmpty() ? "" : texts.getFirst();
    }

    static long gib(long bytes) {
        return Math.round(bytes / (double) (1L << 30));
    }
}
