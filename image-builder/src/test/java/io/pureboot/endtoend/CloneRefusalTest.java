package io.pureboot.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pureboot.linux.block.LoopDevice;
import io.pureboot.protocol.session.CloneSession;
import io.pureboot.testing.Prerequisites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks that must not or cannot be written, and strangers at the source's port. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CloneRefusalTest {
    private static final long MIB = 1 << 20;
    private static final long SIZE = 96 * MIB;

    private final List<LoopDevice> loops = new ArrayList<>();
    private Path temp;
    private Path thinStorage;
    private LoopDevice small;
    private LoopDevice swap;
    private LoopDevice thin;
    private ClonePair pair;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Prerequisites.requireLoop();
        temp = folder;
        small = keep(LoopDevice.create(temp.resolve("small.img"), SIZE - 512, 512));
        swap = keep(LoopDevice.create(temp.resolve("swap.img"), SIZE, 512));
        thinStorage = Files.createDirectory(temp.resolve("thin"));
        Tool.run("mount", "-t", "tmpfs", "-o", "size=" + SIZE / 2, "tmpfs", thinStorage);
        thin = keep(LoopDevice.create(thinStorage.resolve("thin.img"), SIZE, 512));
        pair = new ClonePair(temp, SIZE, List.of(small.path(), swap.path(), thin.path()));
    }

    private LoopDevice keep(LoopDevice loop) {
        loops.add(loop);
        return loop;
    }

    @AfterEach
    void settle() throws Exception {
        pair.settle();
    }

    @AfterAll
    void stop() throws Exception {
        try {
            if (pair != null) {
                pair.close();
            }
        } finally {
            for (LoopDevice loop : loops) {
                loop.close();
            }
            if (thinStorage != null) {
                Tool.result("umount", thinStorage);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "nobody",
                "a node",
                "the target of another session",
                "a second source",
                "the target of the day before yesterday",
                "the target by another authority"
            })
    @DisplayName("KD2 KD7 CM7 CA8 CA9 X9 the source serves its session's target and nobody else")
    void strangerRefused(String who) throws Exception {
        CloneSession running = pair.transferred(pair.begin(), 0);
        Intruder intruder = new Intruder(temp, pair.cluster.certificates());
        String answer = intruder.ask("the target", running);
        assertTrue(answer.startsWith("HTTP/1.1 200"), "not even the target is served: " + answer);
        IOException refused = assertThrows(IOException.class, () -> intruder.ask(who, running));
        assertTrue(String.valueOf(refused).contains("SSL"), "refused, but not for who it is: " + refused);
    }

    @Test
    @DisplayName("X4 a target mounted is refused by its node, whatever the controller knew, and nothing is written")
    void mounted() throws Exception {
        Tool.run("mkfs.ext4", "-q", "-F", pair.targetDisk.path());
        Path folder = Files.createDirectory(temp.resolve("mounted"));
        Tool.run("mount", pair.targetDisk.path(), folder);
        try {
            Files.writeString(folder.resolve("precious"), "do not lose me");
            refused(pair.targetDisk.path(), folder.toString());
        } finally {
            Tool.run("umount", folder);
        }
        Tool.run("e2fsck", "-f", "-n", pair.targetDisk.path());
        try (Mount mount = Mount.of(pair.targetDisk.path(), "mount", "-o", "ro")) {
            assertEquals("do not lose me", Files.readString(mount.folder().resolve("precious")));
        }
    }

    @Test
    @DisplayName("X4 a target that is swapped to is refused")
    void swappedTo() throws Exception {
        Tool.run("mkswap", swap.path());
        Tool.run("swapon", swap.path());
        try {
            refused(swap.path(), "swap");
        } finally {
            Tool.run("swapoff", swap.path());
        }
    }

    @Test
    @DisplayName("X8 a target too small by one sector is refused before anything is written")
    void tooSmall() throws Exception {
        Files.write(small.path(), new byte[512]);
        String before = FileTree.sha256(small.file());
        refused(small.path(), Long.toString(SIZE - 512));
        assertEquals(before, FileTree.sha256(small.file()));
    }

    @Test
    @DisplayName("X7 a target whose storage is full fails the clone and names the place")
    void full() throws Exception {
        String said = pair.failed(pair.begin(thin.path()));
        assertTrue(said.contains(thin.path().toString()) && said.contains(" failed at bytes "), said);
    }

    private String formatted(String label) throws IOException {
        Tool.run("mkfs.ext4", "-q", "-F", "-L", label, pair.targetDisk.path());
        return FileTree.sha256(pair.targetDisk.file());
    }

    @Test
    @DisplayName("X2 another disk like it in the target's place when the clone starts is refused by its node")
    void exchanged() throws Exception {
        formatted("old");
        String id = pair.create(pair.targetDisk.path());
        String before = formatted("precious");
        pair.cluster.begin(id);
        String said = pair.failed(id);
        assertTrue(said.contains("'old'") && said.contains("'precious'") && said.contains("session anew"), said);
        assertEquals(before, FileTree.sha256(pair.targetDisk.file()));
        pair.completed(pair.begin(pair.targetDisk.path()));
    }

    @Test
    @DisplayName("X2 another disk like it that the last scan has found is refused at the start")
    void exchangedAndScanned() throws Exception {
        formatted("old");
        String id = pair.create(pair.targetDisk.path());
        String before = formatted("precious");
        pair.cluster.api().get("/nodes/" + pair.target.id() + "/disks?live=true");
        Api.Refused refusal = assertThrows(Api.Refused.class, () -> pair.cluster.begin(id));
        assertEquals(409, refusal.status());
        assertTrue(String.valueOf(refusal.getMessage()).contains("'precious'"), refusal.toString());
        assertEquals(before, FileTree.sha256(pair.targetDisk.file()));
    }

    @Test
    @DisplayName("CM6 CM8 WF1 the pair these tests refuse all the rest of is cloned")
    void allRight() throws Exception {
        pair.completed(pair.begin());
    }

    /** By the controller when its last scan told it already, else by the node. */
    private void refused(Path onto, String because) throws IOException {
        String said;
        try {
            said = pair.failed(pair.begin(onto));
        } catch (Api.Refused refusal) {
            assertTrue(refusal.status() == 409 || refusal.status() == 422, refusal.toString());
            said = String.valueOf(refusal.getMessage());
        }
        assertTrue(said.contains(because), said);
    }
}
