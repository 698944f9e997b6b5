package io.pureboot.controller.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.pureboot.protocol.ProtocolJson;
import io.pureboot.protocol.javalin.JsonMistake;
import io.pureboot.protocol.problem.FieldError;
import io.pureboot.protocol.problem.ProblemException;
import io.pureboot.protocol.problem.ProblemType;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Reads request bodies strictly: no unknown, doubled or wrongly typed field, nothing behind the end. */
final class Bodies {
    private static final JsonMapper MAPPER = strict();

    private Bodies() {}

    /** A 400 when it is not JSON, a 422 that names the field when it is JSON of another shape. */
    static <T> T read(byte[] body, Class<T> type) {
        if (body.length == 0) {
            throw new ProblemException(ProblemType.MALFORMED_REQUEST, "A JSON body is required.");
        }
        try {
            T value = MAPPER.readValue(body, type);
            if (value == null) {
                throw new ProblemException(ProblemType.MALFORMED_REQUEST, "The body must be a JSON object.");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw problem(e);
        } catch (IOException e) {
            throw new ProblemException(ProblemType.MALFORMED_REQUEST, "The body cannot be read: " + e.getMessage(), e);
        }
    }

    /** One of an enum's wire names; a 422 that names the field when it is none of them. */
    static <E extends Enum<E>> E choice(String field, String text, Class<E> type) {
        try {
            return MAPPER.readValue(MAPPER.writeValueAsBytes(text), type);
        } catch (IOException e) {
            throw ProblemException.field(field, "'" + text + "' is not one of the possible values");
        }
    }

    private static JsonMapper strict() {
        JsonMapper mapper = ProtocolJson.mapper()
                .rebuild()
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        mapper.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        return mapper;
    }

    private static ProblemException problem(JsonProcessingException e) {
        if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
            return new ProblemException(
                    ProblemType.MALFORMED_REQUEST, "The JSON of the body " + JsonMistake.words(e) + ".", e);
        }
        String field = mapping.getPath().stream()
                .map(part -> part.getFieldName() != null ? part.getFieldName() : "[" + part.getIndex() + "]")
                .collect(Collectors.joining("."))
                .replace(".[", "[");
        String detail = detail(mapping);
        return new ProblemException(
                ProblemType.VALIDATION, field + " " + detail, List.of(new FieldError(field, detail)), e);
    }

    private static String detail(JsonMappingException e) {
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                "is not known; known are " + String.join(", ", known(unknown));
            case InvalidFormatException format
            when format.getTargetType().isEnum() ->
                "must be one of "
                        + Arrays.stream(format.getTargetType().getEnumConstants())
                                .map(constant -> constant.toString().toLowerCase(java.util.Locale.ROOT))
                                .collect(Collectors.joining(", "));
            default -> JsonMistake.words(e);
        };
    }

    private static List<String> known(UnrecognizedPropertyException e) {
        return e.getKnownPropertyIds() == null
                ? List.of()
                : e.getKnownPropertyIds().stream()
                        .map(Objects::toString)
                        .sorted()
                        .toList();
    }
}
