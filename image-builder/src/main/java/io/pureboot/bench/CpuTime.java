package io.pureboot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time in seconds, user and system, from {@code /proc}; kernel threads' work for a process is not in it. */
final class CpuTime {
    private static final double TICKS_PER_SECOND = 100;

    private CpuTime() {}

    /** Of a live process and the children it has waited for. */
    static double of(long pid) throws IOException {
        String[] fields = fields(pid);
        return (number(fields, 14) + number(fields, 15) + number(fields, 16) + number(fields, 17)) / TICKS_PER_SECOND;
    }

    /** Of all children of this process that have ended. */
    static double ofEndedChildren() throws IOException {
        String[] fields = fields(ProcessHandle.current().pid());
        return (number(fields, 16) + number(fields, 17)) / TICKS_PER_SECOND;
    }

    /** Of this process itself. */
    static double own() throws IOException {
        String[] fields = fields(ProcessHandle.current().pid());
        return (number(fields, 14) + number(fields, 15)) / TICKS_PER_SECOND;
    }

    /** Highest resident memory of a live process so far, bytes. */
    static long peakResident(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    /** From field 3 on; the second, the name, may hold blanks and ends with the last parenthesis. */
    private static String[] fields(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }

    /** By the numbers of proc(5). */
    private static long number(String[] fields, int field) {
        return Long.parseLong(fields[field - 3]);
    }
}
