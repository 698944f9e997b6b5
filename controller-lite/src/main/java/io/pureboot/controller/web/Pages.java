package io.pureboot.controller.web;

import io.javalin.config.JavalinConfig;
import io.javalin.http.staticfiles.Location;

/** Serves the pages: {@code /web} at {@code /}, the components both servers share at {@code /ui/shared}, WebJars. */
public final class Pages {
    private Pages() {}

    /** Adds the static files to the server's configuration; called once while the server is set up. */
    public static void register(JavalinConfig config) {
        folder(config, "/", "/web");
        folder(config, "/ui/shared", "/web/shared");
        if (Pages.class.getResource("/META-INF/resources/webjars") != null) {
            config.staticFiles.enableWebjars();
        }
    }

    private static void folder(JavalinConfig config, String hostedPath, String directory) {
        if (Pages.class.getResource(directory) != null) {
            config.staticFiles.add(files -> {
                files.hostedPath = hostedPath;
                files.directory = directory;
                files.location = Location.CLASSPATH;
            });
        }
    }
}
