package io.pureboot.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A successful list: {@code {"success":true,"data":[…],"total":n,"message":…}}; total counts before limit and offset. */
public record ApiListResponse<T>(
        boolean success, List<T> data, long total, @Nullable String message) {
    public static <T> ApiListResponse<T> of(List<T> data, long total) {
        return new ApiListResponse<>(true, data, total, null);
    }

    public static <T> ApiListResponse<T> of(List<T> data) {
        return of(data, data.size());
    }
}
