package io.pureboot.demo;

import io.pureboot.linux.process.CommandRunner;
import io.pureboot.protocol.session.CloneSession;
import io.pureboot.protocol.session.SessionStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.Set;

/** A running demo: controller, two nodes, two disks. */
final class Demo {
    private final CommandRunner runner;
    private final Workspace workspace;
    private final PrintStream messages;
    private final ProgressLine progress;

    Demo(CommandRunner runner, Workspace workspace, PrintStream messages) {
        this.runner = runner;
        this.workspace = workspace;
        this.messages = messages;
        this.progress = new ProgressLine(messages, Terminal.isTerminal(2));
    }

    /** Clones once and checks it. */
    DemoResult once(DemoDisks disks, Cluster cluster) throws IOException, InterruptedException {
        Cluster.Node source = cluster.addNode("demo-source", disks.source());
        Cluster.Node target = cluster.addNode("demo-target", disks.target());
        cluster.awaitDisks();
        CloneCheck check = new CloneCheck(runner, new FreeSpace(runner, workspace));
        return new DemoClone(cluster, progress, check).run(source, target);
    }

    /** Says where the pages are, then shows every clone that is started there, until this process is ended. */
    void stay(DemoDisks disks, Cluster cluster, boolean passwordGiven) throws IOException, InterruptedException {
        cluster.addNode("demo-source", disks.source());
        cluster.addNode("demo-target", disks.target());
        cluster.awaitDisks();
        messages.println();
        messages.println("  open      " + cluster.url());
        messages.println("  sign in   admin / " + (passwordGiven ? "(PUREBOOT_ADMIN_PASSWORD)" : cluster.password()));
        messages.println("  source    " + disks.source() + " on node demo-source");
        messages.println("  target    " + disks.target() + " on node demo-target");
        messages.println();
        messages.println("The browser will warn: the certificate is of the controller's own CA, "
                + workspace.file("controller/certs/ca.crt"));
        messages.println("Ctrl-C ends the demo and removes all of it.");
        follow(cluster);
    }

    private void follow(Cluster cluster) throws IOException, InterruptedException {
        CloneWatch watch = new CloneWatch(cluster, progress);
        Set<String> ended = new HashSet<>();
        while (true) {
            requireAlive(cluster);
            for (CloneSession session : cluster.client().sessions()) {
                if (session.status().terminal() && ended.add(session.id())) {
                    watch.show(session);
                    progress.end();
                } else if (!session.status().terminal() && session.status() != SessionStatus.PENDING) {
                    watch.show(session);
                }
            }
            Thread.sleep(500);
        }
    }

    private static void requireAlive(Cluster cluster) throws IOException {
        try {
            cluster.requireAlive();
        } catch (IOException e) {
            throw new IOException("the demo is over and all it made is removed: " + e.getMessage(), e);
        }
    }
}
