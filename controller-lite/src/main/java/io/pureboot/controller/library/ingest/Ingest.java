package io.pureboot.controller.library.ingest;

import io.pureboot.controller.library.check.InstanceLock;
import io.pureboot.controller.library.read.Attribute;
import io.pureboot.controller.library.read.FileRecord;
import io.pureboot.controller.library.read.FileSystemReader;
import io.pureboot.controller.library.read.OpenFileSystem;
import io.pureboot.controller.library.read.Place;
import io.pureboot.controller.library.read.Readers;
import io.pureboot.controller.library.rescue.RescueMap;
import io.pureboot.controller.library.text.Printable;
import io.pureboot.controller.library.text.Reason;
import io.pureboot.controller.store.Database;
import io.pureboot.controller.store.LibraryStore;
import io.pureboot.controller.store.LibraryStore.Inode;
import io.pureboot.controller.store.LibraryStore.Medium;
import io.pureboot.controller.store.LibraryStore.Part;
import io.pureboot.linux.table.ImageLayout;
import io.pureboot.linux.table.TableRecognizer;
import io.pureboot.linux.table.bytes.FileBytes;
import io.pureboot.linux.table.content.Content;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
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
    private static final String MOUNTED_AT = "/mnt/ntt/";
    private static final int CONTENTS_AT_ONCE = 200;
    private static final long SPARE = 64L << 20;

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

    private final LibraryFolder folder;
    private final LibraryStore store;
    private final ContentStore contents;
    private final Readers readers;
    private final Clock clock;
    private final PrintStream out;

    public Ingest(LibraryFolder folder, LibraryStore store, Readers readers, Clock clock, PrintStream out) {
        this.folder = folder;
        this.store = store;
        this.contents = new ContentStore(folder.contents());
        this.readers = readers;
        this.clock = clock;
        this.out = out;
    }

    /** Opens the library's database and does one image; see {@link #run}. */
    public static Outcome run(
            LibraryFolder folder, Path image, Options options, Readers readers, Clock clock, PrintStream out)
            throws IOException {
        folder.made();
        Optional<InstanceLock> lock = InstanceLock.take(folder.root(), ".ingest.lock");
        if (lock.isEmpty()) {
            throw new IOException("another ingest runs on " + folder.root());
        }
        try (InstanceLock held = lock.get();
                Database database = Database.openLibrary(folder.database())) {
            java.util.Objects.requireNonNull(held);
            WorkFolder.clearStale(folder.root());
            return new Ingest(folder, new LibraryStore(database), readers, clock, out).run(image, options);
        }
    }

    /**
     * Does one image.
     *
     * @throws IOException when the image cannot be read or the library cannot be written; what one partition lacks is
     *     recorded with it instead
     */
    public Outcome run(Path image, Options options) throws IOException {
        Path file = image.toRealPath();
        MediumIdentity identity = MediumIdentity.of(file);
        ImageLayout layout;
        try (FileBytes bytes = new FileBytes(file)) {
            layout = TableRecognizer.recognize(bytes);
        }
        String hash = identity.hash();
        record(identity, file, layout, options);
        RescuedImage rescued = RescuedImage.of(file, layout.size(), options.map());
        record(hash, rescued);
        List<Source> sources = Sources.of(layout);
        boolean complete = list(hash, file, sources, rescued, options);
        if (options.contents()) {
            advance(hash, "copied");
        }
        if (options.archive()) {
            archive(hash, file);
        }
        complete &= layout.doubts().isEmpty() && rescued.problem() == null;
        layout.doubts().forEach(doubt -> out.println("  not sure: " + Printable.of(doubt)));
        return new Outcome(hash, complete);
    }

    private void record(MediumIdentity identity, Path file, ImageLayout layout, Options options) throws IOException {
        String hash = identity.hash();
        Optional<Medium> known = store.medium(hash);
        if (known.isPresent() && known.get().imageBytes() != layout.size()) {
            throw new IOException("medium %s is recorded with %d bytes, %s has %d: not the same image"
                    .formatted(hash, known.get().imageBytes(), file, layout.size()));
        }
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
        store.transaction(() -> {
            store.add(medium);
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
            int position = 0;
            for (Source source : sources) {
                String prefix = alone ? "" : "/p" + source.part();
                complete &= new OneSource(hash, image, source, ++position, prefix, raw, rescued, options).run();
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

    private void archive(String hash, Path image) throws IOException {
        ImageArchive archive = new ImageArchive(folder.archives(), hash);
        boolean there = store.medium(hash)
                .filter(medium -> medium.archivePath() != null && medium.imageBlake3() != null)
                .isPresent();
        if (there && Files.isRegularFile(archive.file())) {
            out.println("  archived before: " + archive.file());
            return;
        }
        String blake3 = archive.write(image, hash);
        store.archived(
                hash,
                archive.file().toString(),
                Files.size(archive.file()),
                blake3,
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
        out.println("  archived and read back: " + archive.file());
    }

    /** One partition or volume. */
    private final class OneSource {
        private final String hash;
        private final Path image;
        private final Source source;
        private final int position;
        private final String prefix;
        private final RawFile raw;
        private final RescuedImage rescued;
        private final Options options;

        OneSource(
                String hash,
                Path image,
                Source source,
                int position,
                String prefix,
                RawFile raw,
                RescuedImage rescued,
                Options options) {
            this.hash = hash;
            this.image = image;
            this.source = source;
            this.position = position;
            this.prefix = prefix;
            this.raw = raw;
            this.rescued = rescued;
            this.options = options;
        }

        boolean run() throws IOException {
            String why = source.why();
            if (why != null) {
                save(source.empty() ? "none" : "unread", null, why, 0, null);
                return source.empty();
            }
            try (WorkFolder work = WorkFolder.below(folder.root())) {
                Place place;
                FileSystemReader reader;
                OpenFileSystem files;
                try {
                    place = PlainPlace.of(image, source, work.path());
                    reader = readers.of(place.type())
                            .orElseThrow(() -> new IOException("no reader for " + place.type() + " here"));
                    files = reader.open(
                            place, Files.createDirectories(work.path().resolve("reader")));
                } catch (IOException e) {
                    save("unread", null, Reason.of(e), 0, null);
                    return false;
                }
                try (files) {
                    return read(reader.name(), place.type(), files, work.path());
                }
            }
        }

        private boolean read(String reader, String type, OpenFileSystem files, Path work) throws IOException {
            List<String> gaps = new ArrayList<>(files.gaps());
            long lost = rescued.lostIn(source.extents());
            if (lost > 0) {
                gaps.add("%d of its bytes were not rescued: files may hold zeros instead".formatted(lost));
            }
            for (FileRecord file : files.files()) {
                raw.add(position, file, path(file));
            }
            save("incomplete", reader, "the run ended early", 0, type);
            store.transaction(() -> {
                for (FileRecord file : files.files()) {
                    store.addInode(
                            hash,
                            new Inode(
                                    source.part(),
                                    file.inode(),
                                    file.kind(),
                                    file.links(),
                                    file.size(),
                                    file.mtime(),
                                    null,
                                    null));
                    store.addPath(hash, source.part(), path(file), file.inode());
                }
                for (Attribute attribute : files.attributes()) {
                    store.addAttribute(
                            hash,
                            source.part(),
                            attribute.inode(),
                            attribute.name().getBytes(StandardCharsets.ISO_8859_1),
                            attribute.value());
                }
                return hash;
            });
            long recorded = store.paths(hash, source.part());
            if (recorded != files.files().size()) {
                gaps.add("%d names are recorded, this list has %d"
                        .formatted(recorded, files.files().size()));
            }
            if (options.contents()) {
                long failed = copy(files, work);
                if (failed > 0) {
                    gaps.add("%d files could not be read".formatted(failed));
                }
            }
            String reason = gaps.isEmpty() ? null : String.join("; ", gaps);
            save(
                    reason == null ? "read" : "incomplete",
                    reader,
                    reason,
                    files.files().size(),
                    type);
            return reason == null;
        }

        private byte[] path(FileRecord file) {
            return file.path().below(MOUNTED_AT + hash + prefix).bytes();
        }

        private long copy(OpenFileSystem files, Path work) throws IOException {
            Map<String, FileRecord> byInode = new HashMap<>();
            files.files().stream().filter(FileRecord::isFile).forEach(file -> byInode.putIfAbsent(file.inode(), file));
            List<Inode> missing = store.withoutContent(hash, source.part());
            for (int at = 0; at < missing.size(); at += CONTENTS_AT_ONCE) {
                List<Runnable> done = new ArrayList<>();
                for (Inode inode : missing.subList(at, Math.min(missing.size(), at + CONTENTS_AT_ONCE))) {
                    FileRecord file = byInode.get(inode.inode());
                    done.add(
                            file == null
                                    ? () -> store.failed(hash, source.part(), inode.inode(), "it is not listed now")
                                    : copy(files, file, work));
                }
                store.transaction(() -> {
                    done.forEach(Runnable::run);
                    return hash;
                });
            }
            return store.count(hash, source.part()).failed();
        }

        private Runnable copy(OpenFileSystem files, FileRecord file, Path work) throws IOException {
            Path target = work.resolve("content");
            long free = Files.getFileStore(folder.root()).getUsableSpace();
            if (free < file.size() + SPARE) {
                throw new IOException("the library's disk is full: %d MiB left in %s, a file of %d MiB is to be copied"
                        .formatted(free >> 20, folder.root(), file.size() >> 20));
            }
            try {
                files.copy(file, target);
            } catch (IOException e) {
                return () -> store.failed(hash, source.part(), file.inode(), Reason.of(e));
            }
            String blob = contents.take(target);
            return () -> store.content(hash, source.part(), file.inode(), blob, file.size());
        }

        private void save(
                String status, @Nullable String reader, @Nullable String reason, long records, @Nullable String type) {
            Content content = source.content();
            store.save(
                    hash,
                    new Part(
                            source.part(),
                            position,
                            prefix,
                            source.start(),
                            source.size(),
                            source.typeName(),
                            type != null ? type : content == null ? null : content.type(),
                            content == null ? null : content.label(),
                            content == null ? null : content.uuid(),
                            status,
                            reader,
                            reason,
                            records));
            if (!"the run ended early".equals(reason)) {
                out.printf(
                        "  p%-12s %-10s %s%n",
                        Printable.of(source.part()),
                        status,
                        reason != null ? Printable.of(reason) : "%d entries, read by %s".formatted(records, reader));
            }
        }
    }
}
