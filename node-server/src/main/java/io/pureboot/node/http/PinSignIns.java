package io.pureboot.node.http;

import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sign-ins with the PIN from the console. A PIN is short, so guesses are few: after {@value #FREE_GUESSES} wrong ones in
 * a row each further try has to wait, twice as long every time. Thread-safe.
 */
public final class PinSignIns {
    static final Duration LIFETIME = Duration.ofHours(12);
    private static final int FREE_GUESSES = 5;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
    private static final int MAX_DOUBLINGS = 9;
    private static final int MAX_TOKENS = 100;

    private final byte @Nullable [] pin;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Instant> tokens = new LinkedHashMap<>();
    private int wrongGuesses;
    private Instant nextGuess = Instant.MIN;

    /** @param pin null when nobody can sign in this way */
    public PinSignIns(@Nullable String pin, InstantSource clock) {
        this.pin = pin == null ? null : pin.getBytes(StandardCharsets.UTF_8);
        this.clock = clock;
    }

    /** A bearer token; 401 for a wrong PIN, 403 when there is none to know, 429 when it is too early for a guess. */
    synchronized String signIn(String guess) {
        byte[] right = pin;
        if (right == null) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "This node has no PIN: use the controller's pages, or start the node with --pin.");
        }
        Instant now = clock.instant();
        if (now.isBefore(nextGuess)) {
            long seconds = Duration.between(now, nextGuess).toSeconds() + 1;
            throw new ProblemException(
                    ProblemType.TOO_MANY_REQUESTS, "Too many wrong PINs: try again in " + seconds + " seconds.");
        }
        if (!MessageDigest.isEqual(right, guess.getBytes(StandardCharsets.UTF_8))) {
            wrongGuesses++;
            if (wrongGuesses >= FREE_GUESSES) {
                int doublings = Math.min(wrongGuesses - FREE_GUESSES, MAX_DOUBLINGS);
                nextGuess = now.plus(FIRST_WAIT.multipliedBy(1L << doublings));
            }
            throw new ProblemException(ProblemType.NOT_AUTHENTICATED, "The PIN is wrong; the console shows it.");
        }
        wrongGuesses = 0;
        nextGuess = Instant.MIN;
        return newToken(now);
    }

    synchronized boolean known(String token) {
        Instant expires = tokens.get(token);
        return expires != null && clock.instant().isBefore(expires);
    }

    synchronized void signOut(String token) {
        tokens.remove(token);
    }

    private String newToken(Instant now) {
        tokens.values().removeIf(expires -> !now.isBefore(expires));
        if (tokens.size() >= MAX_TOKENS) {
            tokens.remove(tokens.keySet().iterator().next());
        }
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        tokens.put(token, now.plus(LIFETIME));
        return token;
    }
}
