package io.pureboot.controller.http;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.pureboot.controller.boot.Ask;
import io.pureboot.controller.boot.BootFiles;
import io.pureboot.controller.boot.NetworkBoot;
import io.pureboot.protocol.javalin.Listening;
import io.pureboot.protocol.javalin.ProblemResponses;
import io.pureboot.protocol.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Plain HTTP for machines whose firmware or boot loader speaks nothing else: kernel, RAM disks, boot loaders and iPXE
 * scripts. Nothing else is to be had here.
 */
public final class BootServer implements AutoCloseable {
    private final Javalin javalin;

    private BootServer(Javalin javalin) {
        this.javalin = javalin;
    }

    /**
     * @param controllerPort the HTTPS port that nodes are sent to
     * @throws IOException one line when the port cannot be had
     */
    public static BootServer start(String bind, int port, BootFiles files, NetworkBoot boot, int controllerPort)
            throws IOException {
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.concurrency.useVirtualThreads = true;
            config.routes.before(context -> context.header("X-Content-Type-Options", "nosniff"));
            ProblemResponses.register(config.routes);
            config.routes.get("/boot.ipxe", context -> script(context, NetworkBoot.first(http(context))));
            config.routes.get(
                    "/api/v1/boot",
                    context -> script(
                            context,
                            boot.script(
                                    new Ask(
                                            context.queryParam("mac"),
                                            context.queryParam("uuid"),
                                            Ask.Pause.of(context.queryParam("asked"), context.queryParam("heard"))),
                                    "https://" + host(context) + ":" + controllerPort,
                                    http(context),
                                    files.has("initrd-start.img"))));
            for (String path : new String[] {"/{file}", "/api/v1/files/{file}"}) {
                config.routes.get(path, context -> file(context, files));
                config.routes.head(path, context -> file(context, files));
            }
        });
        Listening.start(javalin, bind, port, "--boot-port", () -> {
            if (bind.isEmpty()) {
                javalin.start(port);
            } else {
                javalin.start(bind, port);
            }
        });
        return new BootServer(javalin);
    }

    public int port() {
        return javalin.port();
    }

    private static void script(Context context, String text) {
        context.contentType("text/plain; charset=utf-8")
                .header("Cache-Control", "no-store")
                .result(text);
    }

    private static void file(Context context, BootFiles files) throws IOException {
        String name = context.pathParam("file");
        Path file = files.find(name)
                .orElseThrow(() -> ProblemException.notFound("There is no boot file '" + name + "' here."));
        String tag = files.tag(file);
        context.header("ETag", tag).header("Accept-Ranges", "bytes");
        if (tag.equals(context.header("If-None-Match"))) {
            context.status(304);
            return;
        }
        long size = Files.size(file);
        if (context.method().name().equals("HEAD")) {
            context.contentType("application/octet-stream");
            context.res().setContentLengthLong(size);
            return;
        }
        String ifRange = context.header("If-Range");
        context.contentType("application/octet-stream");
        String range = ifRange == null || ifRange.equals(tag) ? context.header("Range") : null;
        ByteSpan span = ByteSpan.of(range, size);
        if (span == null) {
            context.status(416).header("Content-Range", "bytes */" + size);
            return;
        }
        if (span.length() < size) {
            context.status(206).header("Content-Range", "bytes " + span.first() + "-" + (span.end() - 1) + "/" + size);
        }
        InputStream in = Files.newInputStream(file);
        in.skipNBytes(span.first());
        context.res().setContentLengthLong(span.length());
        context.result(new BoundedInput(in, span.length()));
    }

    private static String http(Context context) {
        return "http://" + host(context) + ":" + context.req().getLocalPort();
    }

    /** The address this machine was reached at: what the other end can reach, whatever name it used. */
    private static String host(Context context) {
        String address = Addresses.plain(context.req().getLocalAddr());
        return address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
