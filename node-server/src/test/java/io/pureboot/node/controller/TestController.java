package io.pureboot.node.controller;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.pureboot.node.tls.PeerIdentity;
import io.pureboot.node.tls.PemCertificates;
import io.pureboot.node.tls.PinnedTrust;
import io.pureboot.node.tls.TlsContexts;
import io.pureboot.protocol.ApiResponse;
import io.pureboot.protocol.Identities;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.node.CertificateRenewal;
import io.pureboot.protocol.node.EnrolmentRequest;
import io.pureboot.protocol.node.EnrolmentResponse;
import io.pureboot.protocol.node.Order;
import io.pureboot.protocol.node.Orders;
import io.pureboot.protocol.problem.Problem;
import io.pureboot.protocol.problem.ProblemType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** A controller over real TLS: enrols, gives orders, takes what it is sent; can be stopped, started and made to fail. */
public final class TestController implements AutoCloseable {
    /** One request it answered. */
    public record Request(
            String path, String body, @Nullable String node) {}

    private final TestAuthority authority;
    private final String uri;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Request> requests = new ArrayList<>();
    private final Set<String> tokens = new HashSet<>();
    private final Set<String> revoked = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Set<String> stalled = ConcurrentHashMap.newKeySet();
    private List<Order> orders = List.of();
    private long version = 1;
    private int enrolled;
    private volatile Duration validity = Duration.ofDays(1);
    private volatile Duration renewAfter = Duration.ofHours(12);
    private @Nullable HttpsServer server;
    private int port;

    public TestController() throws Exception {
        this(new TestAuthority(), "urn:pureboot:controller");
    }

    private TestController(TestAuthority authority, String uri) throws Exception {
        this.authority = authority;
        this.uri = uri;
        start();
    }

    /** A server whose certificate says that it is somebody else. */
    public static TestController named(TestAuthority authority, String uri) throws Exception {
        return new TestController(authority, uri);
    }

    public ControllerAddress address(@Nullable String token) throws Exception {
        if (token != null) {
            tokens.add(token);
        }
        return new ControllerAddress(URI.create("https://127.0.0.1:" + port), token, authority.sha256());
    }

    /** How long certificates last, and when nodes are told to renew. */
    public void certificates(Duration lasting, Duration renewal) {
        validity = lasting;
        renewAfter = renewal;
    }

    public void start() throws Exception {
        HttpsServer next = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        var context = TlsContexts.context(
                authority.identity(uri, Duration.ofDays(1)),
                new PinnedTrust(authority.certificate(), new PeerIdentity(Identities.node(""), true)));
        next.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = TlsContexts.client();
                ssl.setWantClientAuth(true);
                parameters.setSSLParameters(ssl);
            }
        });
        next.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        next.createContext("/", this::handle);
        next.start();
        port = next.getAddress().getPort();
        server = next;
    }

    public void stop() {
        HttpsServer running = server;
        if (running != null) {
            running.stop(0);
            server = null;
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** Requests whose path holds this end with the status from now on; 0 for normal again. */
    public void fail(String part, int status) {
        if (status == 0) {
            failures.remove(part);
        } else {
            failures.put(part, status);
        }
    }

    /** Requests whose path holds this get no answer at all. */
    public void stall(String part) {
        stalled.add(part);
    }

    public void revoke(String node) {
        revoked.add(node);
    }

    public void order(Order... wanted) {
        lock.lock();
        try {
            orders = List.of(wanted);
            version++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public List<Request> requests(String part) {
        lock.lock();
        try {
            return requests.stream()
                    .filter(request -> request.path.contains(part))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until so many requests to a path with this part came and passed the test; gives the last one. */
    public Request await(String part, int count, Predicate<Request> test) throws InterruptedException {
        long left = TimeUnit.SECONDS.toNanos(20);
        lock.lock();
        try {
            while (true) {
                List<Request> found = requests.stream()
                        .filter(request -> request.path.contains(part) && test.test(request))
                        .toList();
                if (found.size() >= count) {
                    return found.getLast();
                }
                left = changed.awaitNanos(left);
                if (left <= 0) {
                    throw new AssertionError(part + " came " + found.size() + " times, expected " + count);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    public Request await(String part, int count) throws InterruptedException {
        return await(part, count, request -> true);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        try (exchange) {
            for (String part : stalled) {
                if (path.contains(part)) {
                    note(path, body, null);
                    Thread.sleep(Duration.ofMinutes(5));
                }
            }
            String node = node(exchange);
            Object answer = failures.entrySet().stream()
                    .filter(entry -> path.contains(entry.getKey()))
                    .<Object>map(entry -> problem(entry.getValue()))
                    .findFirst()
                    .orElse("");
            if (answer.equals("")) {
                answer = answer(path, body, node);
            }
            int status = answer instanceof Problem problem ? problem.status() : 200;
            byte[] json = ProtocolJson.mapper().writeValueAsBytes(status == 200 ? ApiResponse.of(answer) : answer);
            exchange.sendResponseHeaders(status, json.length);
            exchange.getResponseBody().write(json);
            note(path, body, node);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private void note(String path, String body, @Nullable String node) {
        lock.lock();
        try {
            requests.add(new Request(path, body, node));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Object answer(String path, String body, @Nullable String node) throws Exception {
        if (path.endsWith("/nodes/enrol")) {
            EnrolmentRequest request = ProtocolJson.mapper().readValue(body, EnrolmentRequest.class);
            if (!tokens.remove(request.token())) {
                return problem(403);
            }
            enrolled++;
            return certificate("node-" + enrolled, request.csrPem());
        }
        if (node == null || revoked.contains(node)) {
            return problem(401);
        }
        if (path.endsWith("/nodes/renew")) {
            return certificate(
                    node,
                    ProtocolJson.mapper()
                            .readValue(body, CertificateRenewal.class)
                            .csrPem());
        }
        if (path.contains("/orders")) {
            return orders(path);
        }
        return Map.of("orders_version", version);
    }

    private Orders orders(String path) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(path.contains("wait=") ? 5 : 0);
            while (path.contains("after=" + version + "&") && left > 0) {
                left = changed.awaitNanos(left);
            }
            return new Orders(version, orders);
        } finally {
            lock.unlock();
        }
    }

    private EnrolmentResponse certificate(String node, String csrPem) throws Exception {
        return new EnrolmentResponse(
                node,
                authority.issueFor(csrPem, Identities.node(node), validity),
                PemCertificates.pem(authority.certificate()),
                Instant.now().plus(renewAfter));
    }

    private static Problem problem(int status) {
        return Problem.of(
                java.util.Arrays.stream(ProblemType.values())
                        .filter(type -> type.status() == status)
                        .findFirst()
                        .orElseThrow(),
                "as the test wants",
                null,
                List.of());
    }

    private static @Nullable String node(HttpExchange exchange) {
        try {
            X509Certificate certificate =
                    (X509Certificate) ((HttpsExchange) exchange).getSSLSession().getPeerCertificates()[0];
            var names = certificate.getSubjectAlternativeNames();
            return names.stream()
                    .map(name -> String.valueOf(name.get(1)))
                    .filter(name -> name.startsWith(Identities.node("")))
                    .map(name -> name.substring(Identities.node("").length()))
                    .findFirst()
                    .orElse(null);
        } catch (Exception e) {
            return null;
        }
    }
}
