package io.pureboot.controller.ca;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id in the usual text form {@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}. Thread-safe. */
public final class PasswordHash {
    private static final int MEMORY_KIB = 47104;
    private static final int ITERATIONS = 1;
    private static final int LENGTH = 32;
    /** Each computation takes 46 MiB: guesses in parallel must not take the memory of the machine. */
    private static final Semaphore PLACES = new Semaphore(2);

    private PasswordHash() {}

    public static String of(String password) {
        byte[] salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        byte[] hash = compute(password, salt, MEMORY_KIB, ITERATIONS, 1, LENGTH);
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
                .formatted(MEMORY_KIB, ITERATIONS, encoder.encodeToString(salt), encoder.encodeToString(hash));
    }

    /** Compares in constant time; {@link IllegalArgumentException} when the stored text is not such a hash. */
    public static boolean matches(String password, String stored) {
        String[] parts = stored.split("\\$", -1);
        if (parts.length != 6 || !parts[1].equals("argon2id") || !parts[2].equals("v=19")) {
            throw new IllegalArgumentException("not an argon2id hash");
        }
        String[] costs = parts[3].split(",", -1);
        byte[] salt = Base64.getDecoder().decode(parts[4]);
        byte[] expected = Base64.getDecoder().decode(parts[5]);
        byte[] actual = compute(password, salt, cost(costs[0]), cost(costs[1]), cost(costs[2]), expected.length);
        return MessageDigest.isEqual(expected, actual);
    }

    private static int cost(String assignment) {
        return Integer.parseInt(assignment.substring(2));
    }

    private static byte[] compute(String password, byte[] salt, int memoryKib, int iterations, int lanes, int length) {
        Argon2Parameters parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(iterations)
                .withParallelism(lanes)
                .withSalt(salt)
                .build();
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(parameters);
        byte[] out = new byte[length];
        PLACES.acquireUninterruptibly();
        try {
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), out);
        } finally {
            PLACES.release();
        }
        return out;
    }
}
