package io.pureboot.bench;

/**
 * How a copy went.
 *
 * @param sourceCpu processor seconds of the sending side; both sides when one process does it all
 * @param targetCpu processor seconds of the receiving side
 */
record Copied(double seconds, double sourceCpu, double targetCpu) {}
