package io.pureboot.bench;

import io.pureboot.demo.ServerProcess;
import io.pureboot.demo.Workspace;
import io.pureboot.linux.process.Command;
import io.pureboot.linux.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The raw disk as a file over HTTPS: lighttpd with OpenSSL, curl, dd. */
final class HttpsFileServer implements Contender {
    private final CommandRunner runner;
    private final Workspace workspace;

    HttpsFileServer(CommandRunner runner, Workspace workspace) {
        this.runner = runner;
        this.workspace = workspace;
    }

    @Override
    public String name() {
        return "lighttpd+openssl | curl | dd";
    }

    @Override
    public double floor() {
        return 6;
    }

    @Override
    public Copied copy(Disks disks) throws IOException, InterruptedException {
        Path certificate = certificate();
        int port = Ports.free();
        ServerProcess server = workspace.start(
                "lighttpd",
                new ProcessBuilder(
                        "/usr/sbin/lighttpd",
                        "-D",
                        "-f",
                        configuration(port, certificate, disks).toString()));
        Ports.awaitListener(port);
        double childrenBefore = CpuTime.ofEndedChildren();
        long start = System.nanoTime();
        Pipeline.start(
                        workspace,
                        "curl-dd",
                        List.of(
                                List.of(
                                        "curl",
                                        "--silent",
                                        "--show-error",
                                        "--fail",
                                        "--cacert",
                                        certificate.toString(),
                                        "https://localhost:" + port + "/"
                                                + disks.source().file().getFileName()),
                                List.of(
                                        "dd",
                                        "of=" + disks.target().device(),
                                        "bs=4M",
                                        "iflag=fullblock",
                                        "conv=fsync",
                                        "status=none")))
                .join();
        double seconds = (System.nanoTime() - start) / 1e9;
        double serverCpu = CpuTime.of(server.handle().pid());
        double clientCpu = CpuTime.ofEndedChildren() - childrenBefore;
        server.askToEnd();
        server.end();
        return new Copied(seconds, serverCpu, clientCpu);
    }

    private Path configuration(int port, Path certificate, Disks disks) throws IOException {
        return Files.writeString(workspace.file("lighttpd.conf"), """
                server.modules = ("mod_openssl")
                server.document-root = "%s"
                server.bind = "127.0.0.1"
                server.port = %d
                ssl.engine = "enable"
                ssl.pemfile = "%s"
                """.formatted(
                        disks.source().file().getParent(), port, certificate));
    }

    private Path certificate() throws IOException {
        Path pem = workspace.file("lighttpd.pem");
        if (!Files.exists(pem)) {
            Path key = workspace.file("lighttpd.key");
            runner.run(Command.of(
                            "openssl",
                            "req",
                            "-x509",
                            "-newkey",
                            "ec",
                            "-pkeyopt",
                            "ec_paramgen_curve:P-256",
                            "-nodes",
                            "-days",
                            "2",
                            "-subj",
                            "/CN=localhost",
                            "-addext",
                            "subjectAltName=DNS:localhost",
                            "-keyout",
                            key.toString(),
                            "-out",
                            pem.toString()))
                    .orThrow();
            Files.writeString(pem, Files.readString(pem) + Files.readString(key));
        }
        return pem;
    }
}
