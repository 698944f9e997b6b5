package io.pureboot.node;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static final Pattern SHA256 = Pattern.compile("[0-9A-Fa-f]{64}|[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){31}");

    /** Slower, and the target would take a connection that waits its turn for one that has died. */
    static final int LEAST_RATE = 4;

    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

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

    private Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    private void add(String key, String value) {
        boolean good = switch (key) {
            case "mode" -> check(key, BootMode.of(value).isPresent(), "is none of " + BootMode.allNames());
            case "server" -> check(key, isHttpsUrl(value), "is no https:// address");
            case "ca" -> check(key, SHA256.matcher(value).matches(), "is no SHA-256 of 64 hex digits");
            case "target_port" -> check(key, isPort(value), "is no port from 1 to 65535");
            case "device" -> check(key, value.matches("(/dev/)?[A-Za-z0-9!_-]+"), "is no device name");
            case "limit_rate" -> check(key, isRate(value), "is no number of MiB a second from " + LEAST_RATE);
            // for the image's own scripts
            case "shell", "vlan", "ip", "time", "dhcp", "take_new", "password" -> true;
            case "session_id", "node_id", "token", "target_ip", "pin", "name" ->
                check(key, !value.isBlank(), "is empty");
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
