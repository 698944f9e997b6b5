package io.pureboot.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.pureboot.protocol.ProtocolJson;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One measured case, a JSON line.
 *
 * @param bench name of the benchmark
 * @param name what was measured
 * @param state of the machine: {@code cold} or {@code warm} page cache, or what else was varied
 * @param value in {@code unit}
 * @param ratio to PureBoot's value in the same run, so that more is better for PureBoot; null when there is none
 * @param floor the least ratio, or the most value when there is no ratio, that is wanted; null when none
 * @param met whether the floor was reached; null when there is none
 * @param more other figures of the case
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Figure(
        String bench,
        String name,
        String state,
        double value,
        String unit,
        @Nullable Double ratio,
        @Nullable Double floor,
        @Nullable Boolean met,
        Map<String, Object> more) {
    Figure {
        value = rounded(value);
        ratio = ratio == null ? null : rounded(ratio);
    }

    static Figure measured(
            String bench, String name, String state, double value, String unit, Map<String, Object> more) {
        return new Figure(bench, name, state, value, unit, null, null, null, more);
    }

    /** A value that must not be higher than {@code most}. */
    static Figure atMost(
            String bench, String name, String state, double value, String unit, double most, Map<String, Object> more) {
        return new Figure(bench, name, state, value, unit, null, most, value <= most, more);
    }

    /** A peer's value, at least {@code floor} times PureBoot's. */
    static Figure against(
            String bench,
            String name,
            String state,
            double value,
            String unit,
            double ratio,
            double floor,
            Map<String, Object> more) {
        return new Figure(bench, name, state, value, unit, ratio, floor, ratio >= floor, more);
    }

    static double rounded(double number) {
        return Math.round(number * 1000) / 1000.0;
    }

    String json() {
        try {
            return ProtocolJson.mapper().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
