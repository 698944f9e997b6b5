package io.pureboot.linux.table.fuzz;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/** Inputs kept from fuzzing. */
public final class Corpus {
    private static final int[] LIKELY = {0, 1, 0x7f, 0x80, 0xff, 0x55, 0xaa, 0xee, 0x05, 0x0f};

    private static final int LEAST = 10;
    private static final int VARIATIONS = 5_000;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Corpus() {}

    /** What is fuzzed. */
    public interface Target {
        void take(byte[] input) throws IOException;
    }

    /** Runs a target over those in a folder of the test resources and variations of them: no failure, no hang. */
    public static void replay(String folder, Target target) throws IOException {
        replay(folder, target, VARIATIONS);
    }

    /** The same with so many variations. */
    public static void replay(String folder, Target target, int variations) throws IOException {
        List<byte[]> corpus = of(folder);
        assertTrue(corpus.size() >= LEAST, "the corpus is missing: " + folder);
        assertTimeoutPreemptively(LIMIT, () -> {
            for (byte[] input : corpus) {
                target.take(input);
            }
            Random random = new Random(5);
            for (int i = 0; i < variations; i++) {
                target.take(vary(corpus.get(random.nextInt(corpus.size())), random));
            }
        });
    }

    /** Those in a folder of the test resources, in order of their names. */
    public static List<byte[]> of(String folder) throws IOException {
        URL place = Objects.requireNonNull(Corpus.class.getClassLoader().getResource(folder), folder);
        List<byte[]> inputs = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(place.toURI()))) {
            for (Path file : files.sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        return inputs;
    }

    /** The same with a few bytes changed, more of them near the start. */
    public static byte[] vary(byte[] input, Random random) {
        byte[] varied = input.clone();
        for (int n = 1 + random.nextInt(6); n > 0 && varied.length > 0; n--) {
            int reach = random.nextBoolean() ? Math.min(varied.length, 1024) : varied.length;
            int at = random.nextInt(reach);
            varied[at] = (byte) (random.nextBoolean() ? LIKELY[random.nextInt(LIKELY.length)] : random.nextInt());
        }
        return varied;
    }
}
