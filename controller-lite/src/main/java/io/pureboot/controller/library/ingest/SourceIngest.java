package io.pureboot.controller.library.ingest;

import io.pureboot.controller.library.read.Attribute;
import io.pureboot.controller.library.read.FileRecord;
import io.pureboot.controller.library.read.FileSystemReader;
import io.pureboot.controller.library.read.OpenFileSystem;
import io.pureboot.controller.library.read.Place;
import io.pureboot.controller.library.read.Readers;
import io.pureboot.controller.library.text.Printable;
import io.pureboot.controller.library.text.Reason;
import io.pureboot.controller.store.LibraryFiles.Inode;
import io.pureboot.controller.store.LibraryStore;
import io.pureboot.controller.store.LibraryStore.Part;
import io.pureboot.linux.table.content.Content;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One partition or volume of an image into the library: listed by its reader, recorded, its contents copied. */
final class SourceIngest {
    private static final Logger LOG = LoggerFactory.getLogger(SourceIngest.class);
    private static final String MOUNTED_AT = "/mnt/ntt/";
    private static final String UNFINISHED = "the run ended early";

    /**
     * What is the same for all of an image.
     *
     * @param hash the medium's
     * @param raw the list its files are added to
     * @param contents copy the files' contents, too
     */
    record Run(String hash, Path image, RawFile raw, RescuedImage rescued, boolean contents) {}

    private final LibraryFolder folder;
    private final LibraryStore store;
    private final Readers readers;
    private final PrintStream out;
    private final Run run;
    private final String hash;
    private final Source source;
    private final int position;
    private final String prefix;

    /**
     * @param position among the image's partitions and volumes, from 1
     * @param prefix what its paths begin with; empty for the only one
     */
    SourceIngest(
            LibraryFolder folder,
            LibraryStore store,
            Readers readers,
            PrintStream out,
            Run run,
            Source source,
            int position,
            String prefix) {
        this.folder = folder;
        this.store = store;
        this.readers = readers;
        this.out = out;
        this.run = run;
        this.hash = run.hash();
        this.source = source;
        this.position = position;
        this.prefix = prefix;
    }

    /** Whether all of it was read. */
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
                place = PlainPlace.of(run.image(), source, work.path());
                reader = readers.of(place.type())
                        .orElseThrow(() -> new IOException("no reader for " + place.type() + " here"));
                files = reader.open(place, Files.createDirectories(work.path().resolve("reader")));
            } catch (IOException e) {
                save("unread", null, Reason.of(e), 0, null);
                return false;
            } catch (RuntimeException e) {
                LOG.error("images ingest: p{} of {}", source.part(), run.image(), e);
                save("unread", null, "what its reader printed is not understood: " + e, 0, null);
                return false;
            } catch (OutOfMemoryError e) {
                // All that was taken in is free again here; the other partitions may be smaller.
                save("unread", null, "its list does not fit into the memory there is", 0, null);
                return false;
            }
            try (files) {
                return read(reader.name(), place.type(), files, work.path());
            }
        }
    }

    private boolean read(String reader, String type, OpenFileSystem files, Path work) throws IOException {
        List<String> gaps = new ArrayList<>(files.gaps());
        long lost = run.rescued().lostIn(source.extents());
        if (lost > 0) {
            gaps.add("%d of its bytes were not rescued: files may hold zeros instead".formatted(lost));
        }
        for (FileRecord file : files.files()) {
            run.raw().add(position, file, path(file));
        }
        boolean listedByAnother = store.parts(hash).stream()
                .anyMatch(part -> part.part().equals(source.part())
                        && part.reader() != null
                        && !part.reader().equals(reader));
        store.transaction(() -> {
            save("incomplete", reader, UNFINISHED, 0, type);
            if (listedByAnother) {
                store.files().forgetFiles(hash, source.part());
            }
            for (FileRecord file : files.files()) {
                store.files()
                        .addInode(
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
                store.files().addPath(hash, source.part(), path(file), file.inode());
            }
            for (Attribute attribute : files.attributes()) {
                store.files()
                        .addAttribute(
                                hash,
                                source.part(),
                                attribute.inode(),
                                attribute.name().getBytes(StandardCharsets.ISO_8859_1),
                                attribute.value());
            }
            return hash;
        });
        long recorded = store.files().paths(hash, source.part());
        if (recorded != files.files().size()) {
            gaps.add("%d names are recorded, this list has %d"
                    .formatted(recorded, files.files().size()));
        }
        if (run.contents()) {
            new FileCopies(folder, store, hash, source.part()).copy(files, work);
            store.files().firstFailed(hash, source.part()).ifPresent(failed -> gaps.add(notCopied(failed)));
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

    private String notCopied(Inode failed) {
        List<byte[]> names = store.files().names(hash, source.part(), failed.inode());
        String name = names.isEmpty()
                ? "inode " + failed.inode()
                : new String(names.getFirst(), StandardCharsets.UTF_8).substring(MOUNTED_AT.length() + hash.length());
        return "%d files could not be read, the first is %s: %s"
                .formatted(store.files().count(hash, source.part()).failed(), name, failed.error());
    }

    private byte[] path(FileRecord file) {
        return file.path().below(MOUNTED_AT + hash + prefix).bytes();
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
        if (!UNFINISHED.equals(reason)) {
            out.printf(
                    "  p%-12s %-10s %s%n",
                    Printable.of(source.part()),
                    status,
                    reason != null ? Printable.of(reason) : "%d entries, read by %s".formatted(records, reader));
        }
    }
}
