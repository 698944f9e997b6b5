package io.pureboot.controller.data;

import org.jspecify.annotations.Nullable;

/**
 * A disk of the controller's own machine.
 *
 * @param confirmation what has to be typed to have it taken: its serial number, else its name
 * @param usable whether it is surely empty and free
 * @param reason why it is not; null when it is
 */
public record DataDisk(
        String device,
        long sizeBytes,
        @Nullable String model,
        @Nullable String serial,
        String confirmation,
        boolean usable,
        @Nullable String reason) {}
