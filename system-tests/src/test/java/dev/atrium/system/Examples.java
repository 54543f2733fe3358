package dev.atrium.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The examples of the API document (GW-14), sent by the owner of an organisation.
final class Examples {

    /// What refuses its example, which names things that there are not.
    private static final Map<String, Integer> REFUSING = Map.ofEntries(
            Map.entry("PUT /api/session/organisation", 409),
            Map.entry("POST /api/session/refresh", 401),
            Map.entry("PUT /api/organisations/{}/owner", 404),
            Map.entry("POST /api/invitations/look-up", 404),
            Map.entry("POST /api/invitations/accept", 404),
            Map.entry("PUT /api/tenants/{}/plan", 404),
            Map.entry("PUT /api/tenants/{}/limits", 404),
            Map.entry("POST /api/rooms/{}/join", 404),
            Map.entry("POST /api/workflows/{}/restart", 409),
            Map.entry("POST /api/jobs/{}/replay", 409),
            Map.entry("POST /api/operations/jobs/replay", 404),
            Map.entry("POST /api/operations/jobs/discard", 404),
            Map.entry("POST /api/notifications/mail-reports", 404));

    /// What happens once, whatever its content: it has an id of its own, or its key is one.
    private static final Set<String> ONCE = Set.of(
            "POST /api/rooms/{}/messages", "PATCH /api/rooms/{}/messages/{}", "POST /api/workflows/{}/events/{}");

    /// Texts that may be any.
    private static final Set<String> TEXTS =
            Set.of("name", "title", "label", "content", "comment", "reason", "email", "url", "by");

    /// Beyond what any of these routes takes.
    private static final String TOO_LARGE = " ".repeat((1 << 20) + 1);

    private final Person owner;
    private final Furnished furnished;
    private final ApiDocument document;
    private final Demands demands;

    Examples(Person owner, Furnished furnished, ApiDocument document, Demands demands) {
        this.owner = owner;
        this.furnished = furnished;
        this.document = document;
        this.demands = demands;
    }

    /// A route's example is answered as described; the same once more makes nothing more, and another
    /// content under the same key is refused; so is what is no JSON, or too large.
    void send(String route) {
        document.example(route).ifPresent(example -> {
            String body = furnished.body(example);
            Http.Answer answer = write(route, body);
            if (REFUSING.containsKey(route)) {
                demands.status("its example", route, answer, REFUSING.get(route));
            } else {
                demands.success("its example", route, answer);
                repeat(route, body, answer);
            }
            demands.status("no JSON", route, write(route, "["), 400);
            demands.status("too much", route, writeTooMuch(route), 413);
        });
    }

    /// The same request is answered with what there is already or, where that has a secret that is told
    /// once, with its name.
    private void repeat(String route, String body, Http.Answer first) {
        if (!document.takesIdempotencyKey(route) || first.status() >= 300) {
            return;
        }
        Http.Answer again = write(route, body);
        String id = first.text().isEmpty() ? "" : first.json().path("id").asText();
        if ((again.status() == 409 || again.status() < 300) && again.text().contains(id)) {
            demands.described("its example again", route, again, again.status());
        } else {
            demands.found("its example again: " + route + " " + id + " -> " + again);
        }
        other(body)
                .ifPresent(changed -> demands.status(
                        "another content under the same key",
                        route,
                        write(route, changed),
                        ONCE.contains(route) ? 200 : 422));
    }

    /// The same form with another content.
    private static Optional<String> other(String body) {
        JsonNode changed = Http.json(body);
        return change(changed) ? Optional.of(changed.toString()) : Optional.empty();
    }

    private static boolean change(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> property : object.properties()) {
                String name = property.getKey();
                JsonNode value = property.getValue();
                if (value.isTextual() && TEXTS.contains(name)) {
                    object.put(name, value.asText() + "x");
                } else if (value.isInt()) {
                    object.put(name, value.asInt() + 1);
                } else if (value.isBoolean()) {
                    object.put(name, !value.asBoolean());
                } else if (!change(value)) {
                    continue;
                }
                return true;
            }
        }
        return false;
    }

    private Http.Answer write(String route, String body) {
        return owner.send(
                method(route), furnished.path(route), document.jsonType(route).orElseThrow(), body, key(route));
    }

    /// Says first how much would come, and waits whether it may.
    private Http.Answer writeTooMuch(String route) {
        HttpRequest.Builder request = HttpRequest.newBuilder(owner.uri(furnished.path(route)))
                .header("Content-Type", document.jsonType(route).orElseThrow())
                .expectContinue(true)
                .method(method(route), HttpRequest.BodyPublishers.ofString(TOO_LARGE));
        owner.headers().forEach(request::header);
        return Http.send(request);
    }

    private static String method(String route) {
        return route.substring(0, route.indexOf(' '));
    }

    private String[] key(String route) {
        return document.takesIdempotencyKey(route)
                ? new String[] {"Idempotency-Key", furnished.word() + Integer.toHexString(route.hashCode())}
                : new String[0];
    }
}
