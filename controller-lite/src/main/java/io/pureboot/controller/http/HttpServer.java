package io.pureboot.controller.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.pureboot.controller.auth.Audit;
import io.pureboot.protocol.javalin.BodyLimit;
import io.pureboot.protocol.javalin.Listening;
import io.pureboot.protocol.javalin.ProblemErrors;
import io.pureboot.protocol.javalin.ProblemResponses;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkTrafficServerConnector;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;

/** Javalin on one TLS port, with the routes of the table. */
public final class HttpServer implements AutoCloseable {
    /** A disk report with hundreds of disks, or a receipt with many unreadable ranges, stays well below. */
    private static final long MAX_BODY = 8L << 20;
    /** Longer than any long poll. */
    private static final long IDLE_MILLIS = 120_000;

    private final Javalin javalin;

    private HttpServer(Javalin javalin) {
        this.javalin = javalin;
    }

    /**
     * {@code extras} adds what is not in the table: pages and the WebSocket.
     *
     * @throws IOException one line when the port cannot be had
     */
    public static HttpServer start(
            String bind,
            int port,
            ServerTls tls,
            Traffic traffic,
            List<Route> routes,
            Callers callers,
            Audit audit,
            LongAdder requests,
            Consumer<JavalinConfig> extras)
            throws IOException {
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.concurrency.useVirtualThreads = true;
            config.http.maxRequestSize = MAX_BODY;
            config.http.prefer405over404 = true;
            config.jetty.addConnector((server, http) -> connector(server, http, bind, port, tls, traffic));
            // Device names come as %2Fdev%2Fsda; the servlet layer must decode them instead of refusing.
            config.jetty.modifyServletContextHandler(
                    handler -> handler.getServletHandler().setDecodeAmbiguousURIs(true));
            config.routes.before(context -> context.header("X-Content-Type-Options", "nosniff")
                    .header("Referrer-Policy", "no-referrer")
                    .header("X-Frame-Options", "DENY"));
            config.routes.before("/api/*", context -> context.header("Cache-Control", "no-store"));
            config.routes.before(new BodyLimit(MAX_BODY));
            // Javalin answers its own exceptions (404, 405, body too large) in plain text unless told about the class.
            config.routes.exception(HttpResponseException.class, ProblemResponses::write);
            ProblemResponses.register(config.routes);
            for (Route route : routes) {
                config.routes.addHttpHandler(
                        HandlerType.findOrCreate(route.method()),
                        route.fullPath(),
                        new RouteHandler(route, callers, audit, requests));
            }
            extras.accept(config);
        });
        Listening.start(javalin, bind, port, "--port", javalin::start);
        return new HttpServer(javalin);
    }

    private static Connector connector(
            Server server, HttpConfiguration http, String bind, int port, ServerTls tls, Traffic traffic) {
        server.setErrorHandler(new ProblemErrors());
        http.setSendServerVersion(false);
        http.setUriCompliance(
                UriCompliance.from(EnumSet.of(Violation.AMBIGUOUS_PATH_SEPARATOR, Violation.AMBIGUOUS_EMPTY_SEGMENT)));
        // Nodes and people come by IP address as often as by name: there is one certificate for all of them.
        SecureRequestCustomizer secure = new SecureRequestCustomizer(false);
        http.addCustomizer(secure);
        NetworkTrafficServerConnector connector =
                new NetworkTrafficServerConnector(server, new HttpConnectionFactory(http), tls.factory());
        connector.setNetworkTrafficListener(traffic);
        connector.setHost(bind.isEmpty() ? null : bind);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        return connector;
    }

    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
