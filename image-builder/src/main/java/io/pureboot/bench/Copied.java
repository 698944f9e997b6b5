package io.pureboot.bench;

import java.util.Map;

/**
 * How a copy went.
 *
 * @param sourceCpu processor seconds of the sending side; both sides when one process does it all
 * @param targetCpu processor seconds of the receiving side
 * @param phases seconds of each part of the time, in order; empty where it has none
 */
record Copied(double seconds, double sourceCpu, double targetCpu, Map<String, Double> phases) {
    Copied(double seconds, double sourceCpu, double targetCpu) {
        this(seconds, sourceCpu, targetCpu, Map.of());
    }
}
