package io.pureboot.controller.library.ingest;

import io.pureboot.controller.library.archive.FileStamp;
import io.pureboot.controller.library.check.InstanceLock;
import io.pureboot.controller.library.read.Readers;
import io.pureboot.controller.library.rescue.RescueMap;
import io.pureboot.controller.library.text.Printable;
import io.pureboot.controller.library.text.Reason;
import io.pureboot.controller.store.Database;
import io.pureboot.controller.store.LibraryStore;
import io.pureboot.controller.store.LibraryStore.Medium;
import io.pureboot.linux.table.ImageLayout;
import io.pureboot.linux.table.TableRecognizer;
import io.pureboot.linux.table.bytes.FileBytes;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One image into the library: who it is, what partitions it has, which files are on them, their contents, its archive.
 * Each step is recorded when it is done, so that a run that was killed is continued by the next; a second run over the
 * same image changes nothing.
 */
public final class Ingest {
    /**
     * What to do.
     *
     * @param contents copy the files' contents
     * @param archive write the image's archive
     * @param message put with the medium, or null
     * @param map the ddrescue map of the image; null for the one beside it, if there is one
     */
    public record Options(
            boolean contents,
            boolean archive,
            @Nullable String message,
            @Nullable Path map) {}

    /**
     * How it went.
     *
     * @param complete everything there is was read, copied and archived as asked
     */
    public record Outcome(String hash, boolean complete) {}

    private static final String CHANGED = "it changed while it was read: ingest it again when nothing writes to it";

    private final LibraryFolder folder;
    private final LibraryStore store;
    private final Readers readers;
    private final Clock clock;
    private final PrintStream out;

    public Ingest(LibraryFolder folder, LibraryStore store, Readers readers, Clock clock, PrintStream out) {
        this.folder = folder;
        this.store = store;
        this.readers = readers;
        this.clock = clock;
        this.out = out;
    }

    /** Opens the library's database and does one image; see {@link #run}. */
    public static Outcome run(
            LibraryFolder folder, Path image, Options options, Readers readers, Clock clock, PrintStream out)
            throws IOException {
        existing(image); // Nothing is made for one that is not there.
        folder.made();
        Optional<InstanceLock> lock = folder.lock();
        if (lock.isEmpty()) {
            throw new IOException("another ingest runs on " + folder.root());
        }
        try (InstanceLock held = lock.get();
                Database database = Database.openLibrary(folder.database())) {
            java.util.Objects.requireNonNull(held);
            database.requireSound();
            WorkFolder.clearStale(folder);
            return new Ingest(folder, new LibraryStore(database), readers, clock, out).run(image, options);
        }
    }

    private static Path existing(Path image) throws IOException {
        Path file = image.toRealPath();
        if (!Files.isRegularFile(file)) {
            throw new IOException("it is no file: make an image of it, and ingest that");
        }
        return file;
    }

    /**
     * Does one image.
     *
     * @throws IOException when the image cannot be read or the library cannot be written; what one partition lacks is
     *     recorded with it instead
     */
    public Outcome run(Path image, Options options) throws IOException {
        Path file = existing(image);
        FileStamp stamp = FileStamp.of(file);
        MediumIdentity identity = MediumIdentity.of(file, image.getFileName().toString());
        ImageLayout layout;
        try (FileBytes bytes = new FileBytes(file)) {
            layout = TableRecognizer.recognize(bytes);
        }
        String hash = identity.hash();
        Reading reading = new Reading(hash, file, stamp, record(identity, file, stamp, layout, options));
        RescuedImage rescued = RescuedImage.of(file, layout.size(), options.map());
        record(hash, rescued);
        List<Source> sources = Sources.of(layout);
        boolean complete = list(hash, file, sources, rescued, options);
        requireUnchanged(reading, reading.blake3());
        if (options.contents()) {
            advance(hash, "copied");
        }
        if (options.archive()) {
            archive(reading);
        }
        complete &= layout.doubts().isEmpty() && rescued.problem() == null;
        layout.doubts().forEach(doubt -> out.println("  not sure: " + Printable.of(doubt)));
        return new Outcome(hash, complete);
    }

    /**
     * An image that is read.
     *
     * @param stamp before any of it was
     * @param blake3 of all of it, before anything is recorded
     */
    private record Reading(String hash, Path image, FileStamp stamp, String blake3) {}

    // What was read of an image that changed meanwhile is of none: it must not be taken for the next one's.
    private void requireUnchanged(Reading reading, String blake3) throws IOException {
        if (!blake3.equals(reading.blake3()) || !reading.stamp().equals(FileStamp.of(reading.image()))) {
            store.changed(reading.hash(), CHANGED);
            Files.deleteIfExists(folder.raw().resolve(reading.hash() + ".raw"));
            throw new IOException(CHANGED);
        }
    }

    /** The image's BLAKE3. */
    private String record(MediumIdentity identity, Path file, FileStamp stamp, ImageLayout layout, Options options)
            throws IOException {
        String hash = identity.hash();
        Optional<Medium> known = store.medium(hash);
        Optional<RecordedImage> before = known.map(
                medium -> new RecordedImage(medium, read(hash), new ImageArchive(folder.archives(), hash).file()));
        if (before.isPresent()) {
            before.get().requireSize(file, layout.size());
        }
        String blake3 = ContentStore.hash(file);
        if (!stamp.equals(FileStamp.of(file))) {
            throw new IOException(CHANGED);
        }
        boolean instead =
                before.isPresent() && before.get().standing(identity, file, blake3) == RecordedImage.Standing.INSTEAD;
        Medium medium = new Medium(
                hash,
                identity.human(),
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                "listed",
                file.toString(),
                layout.size(),
                layout.table().label(),
                layout.sectorSize(),
                null,
                null,
                null,
                null,
                options.message(),
                null,
                null,
                List.of());
        boolean read = before.isPresent() && before.get().read();
        store.transaction(() -> {
            store.add(medium);
            if (instead) {
                store.anew(medium);
            }
            store.imageHash(hash, blake3);
            store.seenAt(hash, file.toString());
            if (options.message() != null) {
                store.message(hash, options.message());
            }
            store.diagnose(hash, diagnosis(file, layout));
            return hash;
        });
        String human = known.map(Medium::human).orElse(identity.human());
        out.printf(
                "%s  %s%n  medium %s (%s)%n",
                known.isPresent() ? "known" : "new", Printable.of(file.toString()), hash, Printable.of(human));
        if (instead && read) {
            out.println("  takes the place of the image that was read before: all of it is read again");
        }
        return blake3;
    }

    private boolean read(String hash) {
        return store.parts(hash).stream().anyMatch(part -> store.files().paths(hash, part.part()) > 0);
    }

    private void record(String hash, RescuedImage rescued) {
        RescueMap map = rescued.map();
        if (map != null) {
            store.health(hash, map.health().word(), map.rescued());
            store.diagnose(hash, rescued.diagnosis(clock.instant()));
            out.printf("  health %s: %s%n", map.health().word(), map.text());
        }
        if (rescued.problem() != null) {
            out.println("  health unknown: " + Printable.of(rescued.problem()));
        }
    }

    private Map<String, Object> diagnosis(Path file, ImageLayout layout) {
        return Map.of(
                "ts",
                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
                "image",
                file.toString(),
                "table",
                layout.table().label(),
                "partitions",
                layout.partitionCount(),
                "warnings",
                layout.warnings(),
                "doubts",
                layout.doubts());
    }

    private boolean list(String hash, Path image, List<Source> sources, RescuedImage rescued, Options options)
            throws IOException {
        boolean alone = sources.stream().filter(Source::readable).count() == 1;
        boolean complete = true;
        try (RawFile raw = new RawFile(folder.raw().resolve(hash + ".raw"))) {
            SourceIngest.Run run = new SourceIngest.Run(hash, image, raw, rescued, options.contents());
            int position = 0;
            for (Source source : sources) {
                String prefix = alone ? "" : "/p" + source.part();
                complete &= new SourceIngest(folder, store, readers, out, run, source, ++position, prefix).run();
            }
            raw.publish();
        }
        return complete;
    }

    // Status only moves on: a second run does not take back what the first archived.
    private void advance(String hash, String status) {
        store.medium(hash)
                .filter(medium -> medium.status().equals("listed"))
                .ifPresent(medium -> store.status(hash, status));
    }

    private void archive(Reading reading) throws IOException {
        String hash = reading.hash();
        ImageArchive archive = new ImageArchive(folder.archives(), hash);
        boolean there = store.medium(hash)
                .filter(medium -> medium.archivePath() != null && medium.imageBlake3() != null)
                .isPresent();
        if (there && Files.isRegularFile(archive.file())) {
            out.println("  archived before: " + archive.file());
            return;
        }
        boolean unknown = Files.exists(archive.file(), LinkOption.NOFOLLOW_LINKS);
        String blake3 = unknown
                ? adopted(archive, reading)
                : archive.write(reading.image(), hash, written -> requireUnchanged(reading, written));
        store.archived(
                hash,
                archive.file().toString(),
                Files.size(archive.file()),
                blake3,
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
        out.println("  archived and read back: " + archive.file());
    }

    // One that the library does not know: of a run that was killed, or somebody else's. Nothing is written over it.
    private static String adopted(ImageArchive archive, Reading reading) throws IOException {
        String inside;
        try {
            inside = archive.hashInside(reading.hash());
        } catch (IOException e) {
            throw new IOException(
                    "%s is there already and cannot be read (%s): move it elsewhere and ingest again"
                            .formatted(archive.file(), Reason.of(e)),
                    e);
        }
        if (!inside.equals(reading.blake3())) {
            throw new IOException("%s is there already and holds another image: move it elsewhere and ingest again"
                    .formatted(archive.file()));
        }
        return inside;
    }
}
