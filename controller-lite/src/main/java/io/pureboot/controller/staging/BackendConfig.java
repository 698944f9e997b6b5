package io.pureboot.controller.staging;

import io.pureboot.controller.check.Fields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The configuration of a backend by its type: which keys there are, their defaults, and which of them are secret. */
final class BackendConfig {
    static final Map<String, Set<String>> KEYS = Map.of(
            "nfs", Set.of("server", "export_path", "mount_options"),
            "iscsi", Set.of("target", "port", "chap_enabled", "chap_username", "chap_password"));
    private static final Set<String> SECRET = Set.of("chap_password");

    private BackendConfig() {}

    /** Adds what is wrong to {@code fields} and returns the configuration with its defaults. */
    static Map<String, @Nullable Object> checked(Fields fields, String type, Map<String, @Nullable Object> given) {
        Set<String> known = KEYS.getOrDefault(type, Set.of());
        given.keySet().forEach(key -> fields.check(known.contains(key), "config." + key, "is not known for " + type));
        Map<String, @Nullable Object> config = new LinkedHashMap<>(given);
        if (type.equals("nfs")) {
            text(fields, config, "server", true);
            text(fields, config, "export_path", true);
            fields.check(
                    !(config.get("export_path") instanceof String path) || path.startsWith("/"),
                    "config.export_path",
                    "must begin with /");
            config.putIfAbsent("mount_options", "vers=4.1");
            text(fields, config, "mount_options", true);
        } else {
            text(fields, config, "target", true);
            config.putIfAbsent("port", 3260);
            fields.check(
                    config.get("port") instanceof Integer port && port > 0 && port < 65536,
                    "config.port",
                    "must be between 1 and 65535");
            config.putIfAbsent("chap_enabled", false);
            fields.check(config.get("chap_enabled") instanceof Boolean, "config.chap_enabled", "must be true or false");
            boolean chap = Boolean.TRUE.equals(config.get("chap_enabled"));
            text(fields, config, "chap_username", chap);
            text(fields, config, "chap_password", chap);
        }
        return config;
    }

    private static void text(Fields fields, Map<String, @Nullable Object> config, String key, boolean required) {
        Object value = config.get(key);
        if (value instanceof String text) {
            fields.text("config." + key, text, 500);
        } else {
            fields.check(value == null, "config." + key, "must be text");
            fields.check(!required || value != null, "config." + key, "is required");
        }
    }

    static Map<String, @Nullable Object> shown(Map<String, @Nullable Object> config) {
        Map<String, @Nullable Object> open = new LinkedHashMap<>(config);
        SECRET.forEach(open::remove);
        return open;
    }

    /** Where the backend answers when it is up. */
    static String host(String type, Map<String, @Nullable Object> config) {
        return String.valueOf(config.get(type.equals("nfs") ? "server" : "target"));
    }

    static int port(String type, Map<String, @Nullable Object> config) {
        return type.equals("nfs") ? 2049 : config.get("port") instanceof Integer port ? port : 3260;
    }
}
