package io.pureboot.protocol.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An error with its kind; the detail says what is wrong and what to do, for a person. */
public class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final transient List<FieldError> errors;

    public ProblemException(ProblemType type, String detail) {
        this(type, detail, List.of(), null);
    }

    public ProblemException(ProblemType type, String detail, @Nullable Throwable cause) {
        this(type, detail, List.of(), cause);
    }

    public ProblemException(ProblemType type, String detail, List<FieldError> errors, @Nullable Throwable cause) {
        super(detail, cause);
        this.type = type;
        this.errors = List.copyOf(errors);
    }

    /** A 422 that names one field. */
    public static ProblemException field(String field, String detail) {
        return new ProblemException(
                ProblemType.VALIDATION, field + ": " + detail, List.of(new FieldError(field, detail)), null);
    }

    public static ProblemException notFound(String what) {
        return new ProblemException(ProblemType.NOT_FOUND, what);
    }

    public ProblemType type() {
        return type;
    }

    public List<FieldError> errors() {
        return errors;
    }

    public String detail() {
        String message = getMessage();
        return message == null ? type.title() : message;
    }

    public Problem toProblem(@Nullable String instance) {
        return Problem.of(type, detail(), instance, errors);
    }
}
