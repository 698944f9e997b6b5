package io.pureboot.controller.library.check;

import com.fasterxml.jackson.core.type.TypeReference;
import io.pureboot.controller.library.Tool;
import io.pureboot.protocol.ProtocolJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Folders for a check, archives to put in, and what came out. */
final class CheckFixture {
    private static final DiskSpace PLENTY = folder -> new DiskSpace.Figures(60L << 30, 40L << 30);

    final Path archives;
    final Path staging;
    final Path log;
    private final Path root;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    long minSize;
    boolean dryRun;
    boolean anyway;
    int limit;
    DiskSpace space = PLENTY;

    CheckFixture(Path root) throws IOException {
        this.root = root;
        archives = Files.createDirectories(root.resolve("img-read"));
        staging = root.resolve("staging");
        log = root.resolve("var/log/ntt/multipart-check.jsonl");
        Files.createDirectories(root.resolve("proc"));
    }

    /** Makes what goes into an archive. */
    interface Contents {
        void make(Path folder) throws IOException;
    }

    Path archive(String hash, Contents contents) throws IOException {
        return archive(hash, List.of(), List.of(), contents);
    }

    Path archive(String hash, List<String> tarOptions, List<String> zstdOptions, Contents contents) throws IOException {
        Path folder = Files.createDirectories(root.resolve("work").resolve(hash));
        contents.make(folder);
        return Tool.pack(folder, archives.resolve(hash + ".tar.zst"), tarOptions, zstdOptions);
    }

    Path source(String hash, String name) {
        return root.resolve("work").resolve(hash).resolve(name);
    }

    Path processes() {
        return root.resolve("proc");
    }

    int run() {
        CheckConfig config = new CheckConfig(archives, staging, log, minSize, dryRun, limit, anyway);
        return new CheckRun(
                        config,
                        space,
                        new Preconditions(processes()),
                        Clock.systemUTC(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run();
    }

    String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String printedErrors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    List<Map<String, Object>> events() throws IOException {
        return parse(Files.readString(log));
    }

    static List<Map<String, Object>> parse(String lines) throws IOException {
        List<Map<String, Object>> events = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            events.add(ProtocolJson.mapper().readValue(line, new TypeReference<Map<String, Object>>() {}));
        }
        return events;
    }

    List<Map<String, Object>> events(String stage) throws IOException {
        return events().stream()
                .filter(event -> stage.equals(event.get("stage")))
                .toList();
    }

    /** Why the first event of the stage came. */
    String reason(String stage) throws IOException {
        return String.valueOf(events(stage).getFirst().get("reason"));
    }

    List<String> stages() throws IOException {
        return events().stream()
                .map(event -> Objects.requireNonNull(event.get("stage")).toString())
                .toList();
    }

    /** Files and folders below the staging folder's tmp, relative. */
    List<String> staged() throws IOException {
        Path tmp = staging.resolve("tmp");
        if (!Files.exists(tmp)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(tmp)) {
            return all.filter(path -> !path.equals(tmp))
                    .map(path -> tmp.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }
}
