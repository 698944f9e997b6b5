package io.pureboot.demo;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * What a run has to undo, as its state file tells it. A process is named by id and start time, so that a later process
 * of the same id is never taken for it.
 *
 * @param owner the run itself; while it lives nobody else cleans up
 * @param loops attached loop devices
 * @param servers controller and nodes
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Leftovers(Running owner, List<Attached> loops, List<Running> servers) {
    record Running(long pid, long startedMillis) {
        static Running of(ProcessHandle process) {
            return new Running(process.pid(), started(process));
        }

        boolean alive() {
            return ProcessHandle.of(pid)
                    .map(process -> process.isAlive() && started(process) == startedMillis)
                    .orElse(false);
        }

        private static long started(ProcessHandle process) {
            return process.info()
                    .startInstant()
                    .map(java.time.Instant::toEpochMilli)
                    .orElse(0L);
        }
    }

    record Attached(String device, String file) {}

    Leftovers {
        loops = List.copyOf(loops);
        servers = List.copyOf(servers);
    }
}
