package io.pureboot.protocol;

import org.jspecify.annotations.Nullable;

/** A successful answer: {@code {"success":true,"data":…,"message":…}}. */
public record ApiResponse<T extends @Nullable Object>(
        boolean success, T data, @Nullable String message) {
    public static <T extends @Nullable Object> ApiResponse<T> of(T data) {
        return new ApiResponse<>(true, data, null);
    }

    public static <T extends @Nullable Object> ApiResponse<T> of(T data, String message) {
        return new ApiResponse<>(true, data, message);
    }
}
