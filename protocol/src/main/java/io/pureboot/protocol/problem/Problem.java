package io.pureboot.protocol.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** RFC 9457 body of every error; {@code success} is always false. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        @JsonInclude(JsonInclude.Include.ALWAYS) boolean success,
        String type,
        String title,
        int status,
        String detail,
        @Nullable String instance,
        List<FieldError> errors) {
    public static Problem of(ProblemType type, String detail, @Nullable String instance, List<FieldError> errors) {
        return new Problem(false, type.urn(), type.title(), type.status(), detail, instance, List.copyOf(errors));
    }
}
