package io.pureboot.vm;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what an emulated machine says or does; generous, because the machine that emulates it may be busy. */
final class Console {
    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final Duration STEP = Duration.ofMillis(500);

    private Console() {}

    /** Until the text stands on the serial console; returns all of it. */
    static String await(VirtualMachine machine, String text) {
        until(machine, "says \"" + text + "\"", () -> machine.said().contains(text));
        try {
            return machine.said();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static void until(VirtualMachine machine, String what, Callable<Boolean> condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        Exception last = null;
        try {
            while (System.nanoTime() < end) {
                // What it said last counts too.
                boolean running = machine.running();
                try {
                    if (condition.call()) {
                        return;
                    }
                } catch (IOException e) {
                    last = e;
                }
                if (!running) {
                    break;
                }
                Thread.sleep(STEP);
            }
            throw new AssertionError(
                    machine.name() + " was expected to be one that " + what + "; it said:\n" + machine.said(), last);
        } catch (AssertionError | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
