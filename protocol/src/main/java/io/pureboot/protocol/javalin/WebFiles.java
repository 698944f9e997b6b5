package io.pureboot.protocol.javalin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Files of web pages on the class path; read once, then kept: a page and its libraries are a few hundred KiB. */
final class WebFiles {
    /** No empty segment and none that begins with a dot: nothing can climb out of its folder. */
    private static final Pattern PATH = Pattern.compile("[\\w@-][\\w.@-]*(/[\\w@-][\\w.@-]*)*");

    private final Map<String, WebFile> cache = new ConcurrentHashMap<>();
    private final Map<String, String> libraryFolders = new ConcurrentHashMap<>();

    /** A file of {@code folder}; empty when there is none of that name. */
    Optional<WebFile> find(String folder, String path) {
        if (!PATH.matcher(path).matches() || WebFile.typeOf(path) == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(cache.computeIfAbsent(folder + "/" + path, WebFiles::load));
    }

    /** A file of a WebJar, addressed without its version: {@code lit-html/lit-html.js}. */
    Optional<WebFile> findInLibrary(String path) {
        int slash = path.indexOf('/');
        if (slash < 0 || !PATH.matcher(path).matches()) {
            return Optional.empty();
        }
        String folder = libraryFolders.computeIfAbsent(path.substring(0, slash), WebFiles::libraryFolder);
        return folder == null ? Optional.empty() : find(folder, path.substring(slash + 1));
    }

    private static @Nullable String libraryFolder(String artifact) {
        try (InputStream in = open("META-INF/maven/org.webjars.npm/" + artifact + "/pom.properties")) {
            if (in == null) {
                return null;
            }
            Properties properties = new Properties();
            properties.load(in);
            return "META-INF/resources/webjars/" + artifact + "/" + properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable WebFile load(String resource) {
        try (InputStream in = open(resource)) {
            return in == null ? null : WebFile.of(resource, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable InputStream open(String resource) {
        return WebFiles.class.getClassLoader().getResourceAsStream(resource);
    }
}
