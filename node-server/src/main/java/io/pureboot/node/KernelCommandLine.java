package io.pureboot.node;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code pureboot.*} words of a kernel command line, typed. A word that is not understood is left out and named in
 * {@link #problems()}: a machine that has booted must come up and say what is wrong, not stop.
 */
public final class KernelCommandLine {
    private static final String PREFIX = "pureboot.";
    /** Words are parted by blanks; double quotes keep blanks together, around the value or the whole word. */
    private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|[^\\s\"])+");

    private static final Pattern MAC = Pattern.compile("([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}");
    static final Pattern PIN = Pattern.compile("[0-9]{4,16}");
    private static final Pattern SHA256 = Pattern.compile("[0-9A-Fa-f]{64}|[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){31}");

    /** Slower, and the target would take a connection that waits its turn for one that has died. */
    static final int LEAST_RATE = 4;

    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final Set<String> named = new HashSet<>();

    private KernelCommandLine() {}

    /** Reads a whole command line such as the content of {@code /proc/cmdline}; the last of two equal keys counts. */
    public static KernelCommandLine parse(String text) {
        KernelCommandLine line = new KernelCommandLine();
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            String word = words.group().replace("\"", "");
            if (word.startsWith(PREFIX)) {
                int equals = word.indexOf('=');
                String key = word.substring(PREFIX.length(), equals < 0 ? word.length() : equals);
                line.add(key, equals < 0 ? "" : word.substring(equals + 1));
            }
        }
        return line;
    }

    public Optional<BootMode> mode() {
        return value("mode").flatMap(BootMode::of);
    }

    public Optional<URI> server() {
        return value("server").map(URI::create);
    }

    public Optional<String> sessionId() {
        return value("session_id");
    }

    public Optional<String> nodeId() {
        return value("node_id");
    }

    /** One-time enrolment token; a secret until it is used. */
    public Optional<String> token() {
        return value("token");
    }

    /** SHA-256 of the CA's certificate. */
    public Optional<String> ca() {
        return value("ca");
    }

    /** Of the card this machine is known by, in lower case: one with several must not become several nodes. */
    public Optional<String> mac() {
        return value("mac").map(mac -> mac.toLowerCase(Locale.ROOT));
    }

    public Optional<String> device() {
        return value("device");
    }

    public Optional<String> targetIp() {
        return value("target_ip");
    }

    public Optional<Integer> targetPort() {
        return value("target_port").map(Integer::valueOf);
    }

    /** MiB a second this node sends at most. */
    public Optional<Integer> limitRate() {
        return value("limit_rate").map(Integer::valueOf);
    }

    /** PIN of a standalone node; a secret. */
    public Optional<String> pin() {
        return value("pin");
    }

    /** Name of the machine when its network gives none. */
    public Optional<String> name() {
        return value("name");
    }

    /** Whether there is any word of ours: PureBoot booted this machine. */
    public boolean ours() {
        return !values.isEmpty() || !problems.isEmpty();
    }

    /** Words that were not understood, one sentence each; never the value of a secret. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Whether a controller is meant: some word speaks of one, understood or not. */
    boolean meansController() {
        return !Collections.disjoint(named, List.of("server", "ca", "token", "session_id", "node_id"))
                || mode().filter(mode -> mode != BootMode.STANDALONE).isPresent();
    }

    private Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    private void add(String key, String value) {
        named.add(key);
        boolean good = switch (key) {
            case "mode" -> check(key, BootMode.of(value).isPresent(), "is none of " + BootMode.allNames());
            case "server" -> check(key, isHttpsUrl(value), "is no https:// address");
            case "mac" -> check(key, MAC.matcher(value).matches(), "is no MAC address such as 52:54:00:12:34:56");
            case "pin" -> check(key, PIN.matcher(value).matches(), "must be 4 to 16 digits");
            case "ca" -> check(key, SHA256.matcher(value).matches(), "is no SHA-256 of 64 hex digits");
            case "target_port" -> check(key, isPort(value), "is no port from 1 to 65535");
            case "device" -> check(key, value.matches("(/dev/)?[A-Za-z0-9!_-]+"), "is no device name");
            case "limit_rate" -> check(key, isRate(value), "is no number of MiB a second from " + LEAST_RATE);
            // for the image's own scripts
            case "shell", "vlan", "ip", "time", "dhcp", "take_new", "password" -> true;
            case "session_id", "node_id", "token", "target_ip", "name" -> check(key, !value.isBlank(), "is empty");
            default -> {
                problems.add(PREFIX + key + " on the kernel command line is not known");
                yield false;
            }
        };
        if (good) {
            values.put(key, value);
        }
    }

    static boolean isRate(String text) {
        return text.matches("\\d{1,6}") && Integer.parseInt(text) >= LEAST_RATE;
    }

    private boolean check(String key, boolean good, String problem) {
        if (!good) {
            problems.add(PREFIX + key + " on the kernel command line " + problem);
        }
        return good;
    }

    static boolean isHttpsUrl(String text) {
        try {
            URI uri = URI.create(text);
            return "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isPort(String text) {
        try {
            int port = Integer.parseInt(text);
            return port >= 1 && port <= 65535;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
