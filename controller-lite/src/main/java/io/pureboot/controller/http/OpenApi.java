package io.pureboot.controller.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pureboot.protocol.problem.Problem;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The OpenAPI 3 document, made of the same table that the server registers. */
public final class OpenApi {
    private static final Pattern PARAMETER = Pattern.compile("[{<]([a-z_]+)[}>]");

    private OpenApi() {}

    public static ObjectNode document(List<Route> routes) {
        JsonSchemas schemas = new JsonSchemas();
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("openapi", "3.0.3");
        document.putObject("info")
                .put("title", "PureBoot controller")
                .put("version", "0.1.0")
                .put(
                        "description",
                        "Disk cloning node to node. Success: {success,data,message}; errors: RFC 9457 problem+json.");
        ObjectNode paths = document.putObject("paths");
        for (Route route : routes) {
            String path = PARAMETER.matcher(route.fullPath()).replaceAll("{$1}");
            paths.withObjectProperty(path).set(route.method().toLowerCase(Locale.ROOT), operation(route, schemas));
        }
        schemas.of(Problem.class);
        ObjectNode components = document.putObject("components");
        components.set("schemas", schemas.components());
        ObjectNode security = components.putObject("securitySchemes");
        security.putObject("bearer").put("type", "http").put("scheme", "bearer");
        security.putObject("cookie").put("type", "apiKey").put("in", "cookie").put("name", Callers.COOKIE);
        security.putObject("node_certificate")
                .put("type", "apiKey")
                .put("in", "header")
                .put("name", "none")
                .put("description", "TLS client certificate of an enrolled node; no header is sent");
        return document;
    }

    private static ObjectNode operation(Route route, JsonSchemas schemas) {
        ObjectNode operation = JsonNodeFactory.instance.objectNode();
        operation.put("summary", route.summary());
        operation.put("operationId", operationId(route));
        operation.set("security", security(route.access()));
        ArrayNode parameters = operation.putArray("parameters");
        Matcher names = PARAMETER.matcher(route.path());
        while (names.find()) {
            parameter(parameters, names.group(1), "path", true);
        }
        route.queries().forEach(name -> parameter(parameters, name, "query", false));
        if (route.body() != null) {
            operation
                    .putObject("requestBody")
                    .put("required", true)
                    .putObject("content")
                    .putObject("application/json")
                    .set("schema", schemas.of(route.body()));
        }
        ObjectNode responses = operation.putObject("responses");
        success(responses.putObject(Integer.toString(route.status())), route, schemas);
        responses
                .putObject("default")
                .put("description", "A problem")
                .putObject("content")
                .putObject("application/problem+json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/Problem");
        return operation;
    }

    private static void success(ObjectNode response, Route route, JsonSchemas schemas) {
        response.put("description", "Done");
        if (route.data() == null) {
            return;
        }
        ObjectNode schema =
                response.putObject("content").putObject("application/json").putObject("schema");
        ObjectNode properties = schema.put("type", "object").putObject("properties");
        properties.putObject("success").put("type", "boolean");
        if (route.list()) {
            properties.putObject("data").put("type", "array").set("items", schemas.of(route.data()));
            properties.putObject("total").put("type", "integer");
        } else {
            ObjectNode data = schemas.of(route.data());
            properties.set("data", route.nullable() ? JsonSchemas.nullable(data) : data);
        }
        properties.putObject("message").put("type", "string").put("nullable", true);
    }

    private static void parameter(ArrayNode parameters, String name, String in, boolean required) {
        parameters
                .addObject()
                .put("name", name)
                .put("in", in)
                .put("required", required)
                .putObject("schema")
                .put("type", "string");
    }

    private static ArrayNode security(Access access) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        List<String> schemes = switch (access) {
            case PUBLIC -> List.of();
            case NODE -> List.of("node_certificate");
            case PERSON, ADMIN -> List.of("bearer", "cookie");
            case PERSON_OR_NODE -> List.of("bearer", "cookie", "node_certificate");
        };
        schemes.forEach(scheme -> all.addObject().putArray(scheme));
        return all;
    }

    private static String operationId(Route route) {
        return route.method().toLowerCase(Locale.ROOT)
                + route.path().replaceAll("[^A-Za-z0-9]+", "_").replaceAll("_$", "");
    }
}
