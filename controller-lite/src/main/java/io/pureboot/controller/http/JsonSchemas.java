package io.pureboot.controller.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON schemas of the wire records, read off their components; collects what they refer to. */
final class JsonSchemas {
    private static final PropertyNamingStrategies.SnakeCaseStrategy NAMES =
            new PropertyNamingStrategies.SnakeCaseStrategy();

    private final ObjectNode components = JsonNodeFactory.instance.objectNode();

    /** Every record met so far, by its name. */
    ObjectNode components() {
        return components;
    }

    ObjectNode of(Type type) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        if (type instanceof ParameterizedType generic) {
            if (generic.getRawType() == List.class) {
                schema.put("type", "array").set("items", of(generic.getActualTypeArguments()[0]));
                return schema;
            }
            return schema.put("type", "object");
        }
        if (!(type instanceof Class<?> plain)) {
            return schema;
        }
        return plain.isRecord() || plain.isSealed() ? reference(plain) : simple(plain, schema);
    }

    private static ObjectNode simple(Class<?> type, ObjectNode schema) {
        if (type == String.class) {
            return schema.put("type", "string");
        }
        if (type == boolean.class || type == Boolean.class) {
            return schema.put("type", "boolean");
        }
        if (type == double.class || type == Double.class) {
            return schema.put("type", "number");
        }
        if (type == Instant.class) {
            return schema.put("type", "string").put("format", "date-time");
        }
        if (type == int.class || type == Integer.class) {
            return schema.put("type", "integer").put("format", "int32");
        }
        if (type == long.class || type == Long.class) {
            return schema.put("type", "integer").put("format", "int64");
        }
        if (type.isEnum()) {
            ArrayNode values = schema.put("type", "string").putArray("enum");
            for (Object constant : type.getEnumConstants()) {
                values.add(wireName(type, (Enum<?>) constant));
            }
            return schema;
        }
        return schema.put("type", "object");
    }

    private static String wireName(Class<?> type, Enum<?> constant) {
        try {
            Field field = type.getField(constant.name());
            JsonProperty property = field.getAnnotation(JsonProperty.class);
            return property == null ? constant.name() : property.value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    private ObjectNode reference(Class<?> type) {
        String name = name(type);
        if (!components.has(name)) {
            // In place before its parts are looked at: records may refer to one another in a circle.
            ObjectNode schema = components.putObject(name);
            if (type.isRecord()) {
                properties(type, schema);
            } else {
                alternatives(type, schema);
            }
        }
        return JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/" + name);
    }

    private void properties(Class<?> type, ObjectNode schema) {
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = NAMES.translate(component.getName());
            ObjectNode property = of(component.getGenericType());
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            JsonInclude.Include included = included(type, component);
            // What is left out when it is null is never null in an answer.
            properties.set(name, nullable && included == JsonInclude.Include.ALWAYS ? nullable(property) : property);
            boolean leftOut = included == JsonInclude.Include.NON_EMPTY && component.getType() == List.class;
            if (!leftOut && (!nullable || demanded(component))) {
                required.add(name);
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
    }

    private static JsonInclude.Include included(Class<?> type, RecordComponent component) {
        JsonInclude own = component.getAccessor().getAnnotation(JsonInclude.class);
        JsonInclude all = own == null ? type.getAnnotation(JsonInclude.class) : own;
        return all == null ? JsonInclude.Include.ALWAYS : all.value();
    }

    /** Whether a request that leaves it out is refused, although the record takes null to say so itself. */
    private static boolean demanded(RecordComponent component) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        return property != null && property.required();
    }

    /** The same, or null: beside a reference OpenAPI 3.0 reads nothing, and an enum has to name null too. */
    static ObjectNode nullable(ObjectNode schema) {
        if (schema.has("$ref")) {
            ObjectNode either = JsonNodeFactory.instance.objectNode().put("nullable", true);
            either.putArray("allOf").add(schema);
            return either;
        }
        if (schema.get("enum") instanceof ArrayNode values) {
            values.addNull();
        }
        return schema.put("nullable", true);
    }

    private void alternatives(Class<?> type, ObjectNode schema) {
        JsonSubTypes kinds = type.getAnnotation(JsonSubTypes.class);
        JsonTypeInfo info = type.getAnnotation(JsonTypeInfo.class);
        if (kinds == null || info == null) {
            schema.put("type", "object");
            return;
        }
        ArrayNode oneOf = schema.putArray("oneOf");
        ObjectNode discriminator = schema.putObject("discriminator").put("propertyName", info.property());
        ObjectNode mapping = discriminator.putObject("mapping");
        for (JsonSubTypes.Type kind : kinds.value()) {
            ObjectNode part = reference(kind.value());
            oneOf.add(part);
            mapping.put(kind.name(), part.path("$ref").asText());
        }
    }

    private static String name(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null || outer.getSimpleName().endsWith("Routes")
                ? type.getSimpleName()
                : outer.getSimpleName() + type.getSimpleName();
    }
}
