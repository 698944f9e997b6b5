package io.pureboot.node.http;

import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.HandlerType;
import io.pureboot.protocol.javalin.BodyLimit;
import io.pureboot.protocol.javalin.Listening;
import io.pureboot.protocol.javalin.ProblemErrors;
import io.pureboot.protocol.javalin.ProblemResponses;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** Javalin on one TLS port, with the routes of the table and the node's pages. */
public final class HttpServer implements AutoCloseable {
    private static final long MAX_BODY = 1L << 20;
    private static final long IDLE_MILLIS = 60_000;
    private static final int MAX_THREADS = 16;

    private final Javalin javalin;

    private HttpServer(Javalin javalin) {
        this.javalin = javalin;
    }

    /**
     * @param bind address to listen at, null for all
     * @param port 0 for any
     * @param pages adds the routes of the pages
     * @throws IOException one line when the port cannot be had
     */
    public static HttpServer start(
            @Nullable String bind,
            int port,
            NodeTls tls,
            List<Route> routes,
            PinSignIns signIns,
            Consumer<RoutesConfig> pages)
            throws IOException {
        Gate gate = new Gate(signIns);
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.http.maxRequestSize = MAX_BODY;
            config.http.prefer405over404 = true;
            config.jetty.threadPool = new QueuedThreadPool(MAX_THREADS, 2);
            config.jetty.addConnector((server, http) -> {
                server.setErrorHandler(new ProblemErrors());
                return connector(server, http, bind, port, tls);
            });
            // Device names come as %2Fdev%2Fsda; the servlet layer must decode them instead of refusing.
            config.jetty.modifyServletContextHandler(
                    handler -> handler.getServletHandler().setDecodeAmbiguousURIs(true));
            config.routes.before(
                    "/api/*",
                    context -> context.header("Cache-Control", "no-store").header("X-Content-Type-Options", "nosniff"));
            config.routes.before(new BodyLimit(MAX_BODY));
            ProblemResponses.register(config.routes);
            for (Route route : routes) {
                config.routes.addHttpHandler(
                        HandlerType.findOrCreate(route.method()), route.path(), new ApiHandler(route, gate));
            }
            pages.accept(config.routes);
        });
        Listening.start(javalin, bind, port, "--port", javalin::start);
        return new HttpServer(javalin);
    }

    private static Connector connector(
            Server server, HttpConfiguration http, @Nullable String bind, int port, NodeTls tls) {
        http.setSendServerVersion(false);
        http.setUriCompliance(UriCompliance.from(EnumSet.of(
                UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR, UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT)));
        // People come by IP address as often as by name: there is one certificate for all of them.
        http.addCustomizer(new SecureRequestCustomizer(false));
        ServerConnector connector = new ServerConnector(
                server,
                null,
                null,
                null,
                1,
                1,
                AbstractConnectionFactory.getFactories(tls.factory(), new HttpConnectionFactory(http)));
        connector.setHost(bind);
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
