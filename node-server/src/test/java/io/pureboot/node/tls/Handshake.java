package io.pureboot.node.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** How one real TLS connection over loopback, with a byte each way, ended on either side. */
record Handshake(
        @Nullable SSLSession session,
        @Nullable IOException client,
        @Nullable IOException server) {

    static Handshake of(
            SSLContext server, SSLParameters serverParameters, SSLContext client, SSLParameters clientParameters)
            throws IOException {
        try (SSLServerSocket listener = (SSLServerSocket)
                server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            listener.setSSLParameters(serverParameters);
            CompletableFuture<@Nullable IOException> served = CompletableFuture.supplyAsync(() -> serve(listener));
            try (SSLSocket socket =
                    (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", listener.getLocalPort())) {
                socket.setSSLParameters(clientParameters);
                socket.setSoTimeout(10_000);
                IOException failure = ask(socket);
                return new Handshake(failure == null ? socket.getSession() : null, failure, served.join());
            }
        }
    }

    private static @Nullable IOException ask(SSLSocket socket) throws IOException {
        try {
            socket.getOutputStream().write(1);
            return socket.getInputStream().read() == 2 ? null : new IOException("closed by the server");
        } catch (IOException e) {
            socket.close();
            return e;
        }
    }

    private static @Nullable IOException serve(SSLServerSocket listener) {
        try (SSLSocket socket = (SSLSocket) listener.accept()) {
            socket.setSoTimeout(10_000);
            if (socket.getInputStream().read() == 1) {
                socket.getOutputStream().write(2);
            }
            return null;
        } catch (IOException e) {
            return e;
        }
    }
}
