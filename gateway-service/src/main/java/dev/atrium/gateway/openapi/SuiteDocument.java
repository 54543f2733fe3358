package dev.atrium.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.gateway.policy.Access;
import dev.atrium.gateway.policy.Destination;
import dev.atrium.gateway.policy.Policy;
import dev.atrium.gateway.policy.Route;
import dev.atrium.platform.web.Json;
import dev.atrium.platform.web.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Builds the suite's document from the services' own. The policy decides what is in it: what cannot be reached from
/// outside is not described, and who may do what is said by the policy, not by the services.
final class SuiteDocument {

    private static final String BEARER = "bearer";
    private static final String TICKET = "ticket";
    private static final String API = "/api/";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]*)}");
    private static final String BODIES = "/requestBody/content";
    private static final List<String> SUCCESSES = List.of("200", "201", "202");
    private static final String PROBLEM = "#/components/responses/Problem";

    /// What services read as texts, to say by its name what is wrong with it, and is a number all the same.
    private static final Map<String, ObjectNode> NUMBERS = Map.of(
            "limit", number("int32", 1).put("maximum", Page.LIMIT_MAX).put("default", Page.LIMIT_DEFAULT),
            "before", number("int64", 0),
            "after", number("int64", 0),
            "at", number("int64", 1),
            "ttl", number("int64", 1));

    private final ObjectNode document = resource("/openapi/frame.json");

    /// A valid body of each request that most people begin with, by method and path.
    private final Map<String, JsonNode> examples = examples();

    /// By method and path; where a path is both, as `/api/chat`, it is the socket, which the table has last.
    private final Map<String, Route> routes = new LinkedHashMap<>();
    private final Set<String> described = new HashSet<>();
    private final Schemas schemas = new Schemas(object(object(document, "components"), "schemas"));

    private SuiteDocument() {
        for (Route route : Policy.routes()) {
            routes.put(key(route.method().name(), route.path().toString()), route);
        }
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            path.getValue().fieldNames().forEachRemaining(method -> described.add(key(method, path.getKey())));
        }
    }

    /// @param parts what each service says of itself; they are changed
    /// @param missing services of which nothing is known
    static ObjectNode of(Map<Destination, ObjectNode> parts, List<Destination> missing) {
        SuiteDocument suite = new SuiteDocument();
        for (Destination service : Destination.SUITE) {
            ObjectNode part = parts.get(service);
            if (part != null) {
                suite.add(service, part);
            }
        }
        suite.addUndescribed(missing);
        if (!missing.isEmpty()) {
            ArrayNode names = suite.document.putArray("x-unavailable");
            missing.forEach(service -> names.add(service.application()));
        }
        return suite.document;
    }

    private void add(Destination service, ObjectNode part) {
        schemas.add(part, capitalised(service));
        ObjectNode paths = object(document, "paths");
        for (Map.Entry<String, JsonNode> path : part.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                Route route = routes.get(key(operation.getKey(), path.getKey()));
                if (route != null
                        && route.destination() == service
                        && operation.getValue() instanceof ObjectNode operationOf) {
                    described.add(key(operation.getKey(), path.getKey()));
                    describe(operationOf, route);
                    name(operationOf, operation.getKey(), path.getKey());
                    group(operationOf, path.getKey());
                    exemplify(operationOf, key(operation.getKey(), path.getKey()));
                    object(paths, path.getKey()).set(operation.getKey(), operationOf);
                }
            }
            JsonNode parameters = path.getValue().get("parameters");
            if (parameters != null && paths.get(path.getKey()) instanceof ObjectNode kept) {
                kept.set("parameters", parameters);
            }
        }
    }

    /// What services cannot describe, such as sockets, is listed all the same: the document has every
    /// route of the API.
    private void addUndescribed(List<Destination> missing) {
        ObjectNode paths = object(document, "paths");
        for (Route route : routes.values()) {
            String path = route.path().toString();
            String method = route.method().name().toLowerCase(Locale.ROOT);
            if (path.startsWith(API) && !missing.contains(route.destination()) && described.add(key(method, path))) {
                ObjectNode operation = object(object(paths, path), method);
                operation.put("summary", route.transport() == Route.Transport.WEBSOCKET ? "A WebSocket" : path);
                describe(operation, route);
                name(operation, method, path);
                group(operation, path);
                addParameters(operation, path);
                if (route.transport() == Route.Transport.WEBSOCKET) {
                    object(object(operation, "responses"), "101")
                            .put("description", "It speaks WebSocket from here on");
                }
            }
        }
    }

    private static void name(ObjectNode operation, String method, String path) {
        if (!operation.has("operationId")) {
            operation.put("operationId", OperationId.of(method, path));
        }
    }

    private static void group(ObjectNode operation, String path) {
        if (!OperationTag.isMeant(operation.at("/tags/0").asText())) {
            operation.putArray("tags").add(OperationTag.of(path));
        }
    }

    private static void addParameters(ObjectNode operation, String path) {
        Matcher placeholder = PLACEHOLDER.matcher(path);
        while (placeholder.find()) {
            ObjectNode parameter = operation.withArray("parameters").addObject();
            parameter.put("name", placeholder.group(1)).put("in", "path").put("required", true);
            parameter.putObject("schema").put("type", "string");
        }
    }

    private static ObjectNode number(String format, long least) {
        return Json.MAPPER
                .createObjectNode()
                .put("type", "integer")
                .put("format", format)
                .put("minimum", least);
    }

    private static void describe(ObjectNode operation, Route route) {
        Access access = route.access();
        ArrayNode security = operation.putArray("security");
        if (access.anonymous()) {
            security.addObject();
        }
        ArrayNode scopes = security.addObject().putArray(BEARER);
        access.scope().ifPresent(scopes::add);
        if (route.transport() == Route.Transport.WEBSOCKET) {
            security.addObject().putArray(TICKET);
        }
        for (JsonNode parameter : operation.path("parameters")) {
            ObjectNode number = NUMBERS.get(parameter.path("name").asText());
            if (number != null && parameter.path("in").asText().equals("query")) {
                ((ObjectNode) parameter).set("schema", number.deepCopy());
            }
        }
        ObjectNode responses = object(operation, "responses");
        for (Map.Entry<String, JsonNode> response : responses.properties()) {
            if (isFailure(response.getKey()) && response.getValue() instanceof ObjectNode failure) {
                failure.put("$ref", PROBLEM).remove("content");
            }
        }
        responses.putObject("default").put("$ref", PROBLEM);
        completeSuccesses(responses);
    }

    /// Whether something was made just now or before, the answer is the same; of the one that they do not describe,
    /// services say that it is JSON.
    private static void completeSuccesses(ObjectNode responses) {
        SUCCESSES.stream()
                .filter(status -> isTyped(responses.path(status)))
                .findFirst()
                .ifPresent(typed -> SUCCESSES.stream()
                        .filter(status -> responses.has(status) && !isTyped(responses.path(status)))
                        .forEach(status -> object(responses, status)
                                .set(
                                        "content",
                                        responses.path(typed).path("content").deepCopy())));
    }

    private static boolean isTyped(JsonNode response) {
        return response.path("content")
                .valueStream()
                .anyMatch(type -> !type.path("schema").isEmpty());
    }

    private void exemplify(ObjectNode operation, String route) {
        JsonNode example = examples.get(route);
        if (example == null) {
            return;
        }
        for (Map.Entry<String, JsonNode> body : operation.at(BODIES).properties()) {
            if (body.getKey().endsWith("json") && body.getValue() instanceof ObjectNode json) {
                object(object(json, "examples"), "usual").set("value", example.deepCopy());
            }
        }
    }

    private static boolean isFailure(String status) {
        return status.startsWith("4") || status.equals("500");
    }

    /// All examples, by [#key].
    static Map<String, JsonNode> examples() {
        Map<String, JsonNode> examples = new HashMap<>();
        for (Map.Entry<String, JsonNode> example :
                resource("/openapi/examples.json").properties()) {
            String[] route = example.getKey().split(" ", 2);
            examples.put(key(route[0], route[1]), example.getValue());
        }
        return examples;
    }

    private static ObjectNode resource(String name) {
        try (InputStream file = SuiteDocument.class.getResourceAsStream(name)) {
            return (ObjectNode) Json.MAPPER.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode object(ObjectNode parent, String name) {
        return parent.get(name) instanceof ObjectNode child ? child : parent.putObject(name);
    }

    /// Services may name a placeholder as they like.
    static String key(String method, String path) {
        return method.toLowerCase(Locale.ROOT) + " " + PLACEHOLDER.matcher(path).replaceAll("{}");
    }

    private static String capitalised(Destination service) {
        String name = service.application().replace("-service", "");
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
