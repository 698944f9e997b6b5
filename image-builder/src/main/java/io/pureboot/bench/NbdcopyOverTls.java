package io.pureboot.bench;

import io.pureboot.demo.ServerProcess;
import io.pureboot.demo.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/** nbdkit serving the disk over NBD with TLS, nbdcopy writing it. */
final class NbdcopyOverTls implements Contender {
    private final Workspace workspace;

    NbdcopyOverTls(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public String name() {
        return "nbdkit | nbdcopy over TLS";
    }

    @Override
    public double floor() {
        return 8;
    }

    @Override
    public Copied copy(Disks disks) throws IOException, InterruptedException {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        Path keys = Files.writeString(
                workspace.file("nbd.psk"), "bench:" + HexFormat.of().formatHex(key) + "\n");
        int port = Ports.free();
        ServerProcess server = workspace.start(
                "nbdkit",
                new ProcessBuilder(
                        "nbdkit",
                        "--foreground",
                        "--readonly",
                        "--ipaddr",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--tls=require",
                        "--tls-psk=" + keys,
                        "file",
                        disks.source().device().toString()));
        Ports.awaitListener(port);
        double childrenBefore = CpuTime.ofEndedChildren();
        long start = System.nanoTime();
        Pipeline.start(
                        workspace,
                        "nbdcopy",
                        List.of(List.of(
                                "nbdcopy",
                                "--flush",
                                "nbds://bench@127.0.0.1:" + port + "/?tls-psk-file=" + keys,
                                disks.target().device().toString())))
                .join();
        double seconds = (System.nanoTime() - start) / 1e9;
        double serverCpu = CpuTime.of(server.handle().pid());
        double clientCpu = CpuTime.ofEndedChildren() - childrenBefore;
        server.askToEnd();
        server.end();
        return new Copied(seconds, serverCpu, clientCpu);
    }
}
