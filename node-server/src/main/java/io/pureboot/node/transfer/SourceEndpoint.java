package io.pureboot.node.transfer;

import io.pureboot.node.tls.TlsChannel;
import io.pureboot.node.tls.TlsContexts;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a session's source is now, and how to talk to it. Address and certificate are asked for at every connection: a
 * source that died may come back elsewhere, a certificate may be renewed.
 *
 * @param url {@code https://address:port}
 * @param readLimit a source that says nothing for this long has gone
 */
public record SourceEndpoint(
        Supplier<URI> url, Supplier<SSLContext> tls, Duration readLimit, Cancellation cancellation) {
    private static final Logger LOG = LoggerFactory.getLogger(SourceEndpoint.class);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    /** Something to do over a connection. */
    public interface Use<T> {
        T with(SourceLink link) throws IOException;
    }

    /** One attempt; the connection is closed when the session is cancelled. */
    public SourceLink open() throws IOException {
        URI to = url.get();
        String host = to.getHost().replaceAll("^\\[|]$", "");
        SocketChannel socket = cancellation.register(SocketChannel.open());
        try {
            socket.socket().connect(new InetSocketAddress(host, to.getPort()), (int) CONNECT_LIMIT.toMillis());
            socket.socket().setSoTimeout((int) CONNECT_LIMIT.toMillis());
            TlsChannel channel = TlsChannel.client(socket, tls.get(), host, TlsContexts.clientCheckingAddress());
            channel.readTimeout(readLimit);
            return new SourceLink(channel, to.getAuthority(), () -> cancellation.forget(socket));
        } catch (IOException | RuntimeException e) {
            cancellation.forget(socket);
            socket.close();
            throw e;
        }
    }

    /**
     * Does it, connecting again for as long as it takes. A source that answers, but that it cannot, is asked a few times.
     *
     * @throws ProblemException what the source answered, or that it is not who it should be
     */
    public <T> T persistently(Use<T> use) {
        Persistence persistence = new Persistence(this);
        while (true) {
            try (SourceLink link = open()) {
                return use.with(link);
            } catch (IOException e) {
                persistence.failed(e);
            }
        }
    }

    /** Counts failures in a row and waits longer after each. Of one thread. */
    static final class Persistence {
        private static final int REFUSALS = 5;
        private static final int FAULTS = 5;
        private static final Duration FIRST = Duration.ofMillis(200);
        private static final Duration LONGEST = Duration.ofSeconds(5);

        private final SourceEndpoint endpoint;
        private Duration pause = FIRST;
        private int refusals;
        private int faults;

        Persistence(SourceEndpoint endpoint) {
            this.endpoint = endpoint;
        }

        void succeeded() {
            pause = FIRST;
            refusals = 0;
            faults = 0;
        }

        /**
         * @throws ProblemException when one side refuses the other's certificate again and again, or the source answers
         *     again and again that it cannot
         */
        void failed(IOException reason) {
            endpoint.cancellation.check();
            refusals = reason instanceof javax.net.ssl.SSLException ? refusals + 1 : 0;
            if (refusals >= REFUSALS) {
                throw new ProblemException(
                        ProblemType.FORBIDDEN,
                        "No trusted connection with the source at " + endpoint.url.get() + ": " + reason.getMessage(),
                        reason);
            }
            faults = reason instanceof SourceLink.FaultException ? faults + 1 : 0;
            if (faults >= FAULTS) {
                throw new ProblemException(
                        ProblemType.INTERNAL,
                        "Asked " + FAULTS + " times, " + reason.getMessage()
                                + ". Its log says more. Start the clone again.",
                        reason);
            }
            LOG.info("source {}: {}; again in {} ms", endpoint.url.get(), reason.getMessage(), pause.toMillis());
            endpoint.cancellation.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
        }
    }
}
