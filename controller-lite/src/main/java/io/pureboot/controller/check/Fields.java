package io.pureboot.controller.check;

import io.pureboot.protocol.problem.FieldError;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a request's fields; {@link #orThrow} answers 422 with all of it. */
public final class Fields {
    private final List<FieldError> errors = new ArrayList<>();

    /** Text that may be absent; when given it is not blank, has no control characters and at most {@code max} chars. */
    public Fields text(String field, @Nullable String value, int max) {
        if (value == null) {
            return this;
        }
        if (value.isBlank()) {
            return add(field, "must not be blank");
        }
        if (value.length() > max) {
            return add(field, "is " + value.length() + " characters long, at most " + max + " are possible");
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            return add(field, "must not contain control characters");
        }
        return this;
    }

    public Fields requiredText(String field, @Nullable String value, int max) {
        return value == null ? add(field, "is required") : text(field, value, max);
    }

    /** Text of several lines, PEM for one. */
    public Fields requiredDocument(String field, @Nullable String value, int max) {
        if (value == null) {
            return add(field, "is required");
        }
        return check(value.length() <= max, field, "is longer than " + max + " characters");
    }

    public Fields range(String field, @Nullable Long value, long min, long max) {
        return check(value == null || (value >= min && value <= max), field, "must be between " + min + " and " + max);
    }

    public Fields range(String field, @Nullable Integer value, int min, int max) {
        return range(field, value == null ? null : Long.valueOf(value), min, max);
    }

    public Fields required(String field, @Nullable Object value) {
        return check(value != null, field, "is required");
    }

    public Fields oneOf(String field, @Nullable String value, Collection<String> allowed) {
        return check(value == null || allowed.contains(value), field, "must be one of " + String.join(", ", allowed));
    }

    public Fields check(boolean acceptable, String field, String detail) {
        return acceptable ? this : add(field, detail);
    }

    private Fields add(String field, String detail) {
        errors.add(new FieldError(field, detail));
        return this;
    }

    public boolean clean() {
        return errors.isEmpty();
    }

    public void orThrow() {
        if (!errors.isEmpty()) {
            String detail = errors.stream()
                    .map(error -> error.field() + " " + error.detail())
                    .collect(Collectors.joining("; "));
            throw new ProblemException(ProblemType.VALIDATION, detail, errors, null);
        }
    }
}
