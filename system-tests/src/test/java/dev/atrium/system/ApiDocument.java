package dev.atrium.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/// What the suite says of its API (GW-14).
final class ApiDocument {

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private final JsonNode document;
    private final Map<String, JsonNode> operations = new HashMap<>();

    private ApiDocument(JsonNode document) {
        this.document = document;
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    String method = operation.getKey().toUpperCase(Locale.ROOT);
                    if (METHODS.contains(method)) {
                        String route = method + " " + path.getKey().replaceAll("\\{[^}]*}", "{}");
                        operations.put(route, operation.getValue());
                    }
                }));
    }

    /// The document of a suite, once all services describe themselves.
    static ApiDocument of(Suite suite) {
        JsonNode document = Awaitility.await("all services describe themselves")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> Person.anonymous(suite)
                                .get("/api/openapi")
                                .expect(200)
                                .json(),
                        described -> !described.has("x-unavailable"));
        return new ApiDocument(document);
    }

    /// All operations, by method and path with `{}` for each placeholder.
    Map<String, JsonNode> operations() {
        return Map.copyOf(operations);
    }

    JsonNode json() {
        return document;
    }

    /// The body that a route's description gives as an example.
    Optional<String> example(String route) {
        JsonNode value = jsonType(route)
                .map(type ->
                        operation(route).path("requestBody").path("content").path(type))
                .orElse(Http.JSON.missingNode())
                .at("/examples/usual/value");
        return value.isMissingNode() ? Optional.empty() : Optional.of(value.toString());
    }

    /// The type of JSON that a route takes, if it takes any.
    Optional<String> jsonType(String route) {
        return operation(route).path("requestBody").path("content").properties().stream()
                .map(Map.Entry::getKey)
                .filter(type -> type.endsWith("json"))
                .findFirst();
    }

    /// Operations that take JSON, and do not show how.
    List<String> withoutExample() {
        return operations.keySet().stream()
                .filter(route -> jsonType(route).isPresent())
                .filter(route -> example(route).isEmpty())
                .sorted()
                .toList();
    }

    /// Operations that change something, and say nothing of a body.
    Set<String> withoutBody() {
        return operations.keySet().stream()
                .filter(route -> route.startsWith("POST ") || route.startsWith("PUT ") || route.startsWith("PATCH "))
                .filter(route -> !operation(route).has("requestBody"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Whether a route makes something.
    boolean creates(String route) {
        JsonNode responses = operation(route).path("responses");
        return route.startsWith("POST ") && (responses.has("201") || responses.has("202"));
    }

    /// Whether a repeated request is known by its `Idempotency-Key`.
    boolean takesIdempotencyKey(String route) {
        for (JsonNode parameter : operation(route).path("parameters")) {
            if (parameter.path("name").asText().equals("Idempotency-Key")) {
                return true;
            }
        }
        return false;
    }

    /// Whether callers without credentials may come.
    boolean isOpen(String route) {
        for (JsonNode alternative : operation(route).path("security")) {
            if (alternative.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /// What credentials must allow for a route; empty if any will do.
    Set<String> scopes(String route) {
        Set<String> scopes = new TreeSet<>();
        for (JsonNode alternative : operation(route).path("security")) {
            alternative.path("bearer").forEach(scope -> scopes.add(scope.asText()));
        }
        return scopes;
    }

    /// Whether a route has this parameter in its query.
    boolean takes(String route, String parameter) {
        for (JsonNode one : operation(route).path("parameters")) {
            if (one.path("in").asText().equals("query")
                    && one.path("name").asText().equals(parameter)) {
                return true;
            }
        }
        return false;
    }

    /// What of an answer is not as the route's description says; failures are problems, which are not looked at.
    List<String> faults(String route, Http.Answer answer) {
        String status = Integer.toString(answer.status());
        JsonNode response = operation(route).path("responses").path(status);
        if (response.isMissingNode()) {
            return List.of("the status " + status + " is not described");
        }
        if (!response.at("/content/application~1json").has("schema")) {
            return List.of();
        }
        ObjectNode schema = response.at("/content/application~1json/schema").deepCopy();
        schema.set("components", document.path("components")); // which it refers to
        return SCHEMAS.getSchema(schema).validate(answer.json()).stream()
                .map(Object::toString)
                .toList();
    }

    private JsonNode operation(String route) {
        return operations.getOrDefault(route, Http.JSON.missingNode());
    }
}
