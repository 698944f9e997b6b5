package io.pureboot.linux.table.fuzz;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/** Inputs kept from fuzzing. */
public final class Corpus {
    private static final int[] LIKELY = {0, 1, 0x7f, 0x80, 0xff, 0x55, 0xaa, 0xee, 0x05, 0x0f};

    private Corpus() {}

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
