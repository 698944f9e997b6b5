package io.pureboot.protocol.javalin;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.time.Instant;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is wrong with a JSON text, in words for people: the parser's own name classes and settings of the program. */
public final class JsonMistake {
    private static final Pattern DOUBLED = Pattern.compile("Duplicate [^'\"]*['\"](.*?)['\"]");

    private JsonMistake() {}

    /** To follow the name of the field or of the text: {@code must be a whole number}. */
    public static String words(JsonProcessingException exception) {
        String message = String.valueOf(exception.getOriginalMessage());
        if (message.contains("out of range")) {
            return "is out of range";
        }
        return switch (exception) {
            case JsonEOFException early -> "ends too early";
            case StreamReadException unreadable -> unreadable(unreadable, message);
            case UnrecognizedPropertyException unknown -> "is not known";
            case ValueInstantiationException refused
            when refused.getCause() != null -> String.valueOf(refused.getCause().getMessage());
            case MismatchedInputException mismatch
            when message.startsWith("Cannot map `null` into type")
                    || message.startsWith("Missing required creator property") -> "is required";
            case MismatchedInputException mismatch
            when message.startsWith("Trailing token") -> "goes on behind its end";
            case MismatchedInputException mismatch -> "must be " + expected(mismatch.getTargetType());
            default ->
                exception.getCause() instanceof JsonProcessingException cause
                        ? words(cause)
                        : "has a value that cannot be taken";
        };
    }

    private static String unreadable(StreamReadException exception, String message) {
        Matcher doubled = DOUBLED.matcher(message);
        if (doubled.find()) {
            return "has the field " + doubled.group(1) + " twice";
        }
        JsonLocation place = exception.getLocation();
        return "cannot be read"
                + (place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr());
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "something else";
        }
        if (type == String.class) {
            return "text";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        if (type == Instant.class) {
            return "a time such as 2026-01-31T12:00:00Z";
        }
        if (type.isEnum()) {
            return "one of the possible values";
        }
        return type.isArray() || Collection.class.isAssignableFrom(type) ? "a list" : "an object";
    }
}
