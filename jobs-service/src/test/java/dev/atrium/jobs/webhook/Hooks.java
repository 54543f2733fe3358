package dev.atrium.jobs.webhook;

import static dev.atrium.platform.testing.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.StandIn;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import java.util.List;

/// An endpoint of a test, and its receiver.
///
/// @param path of the receiver, which nothing else uses
record Hooks(Caller caller, String id, String secret, String path, StandIn receiver) {

    static final String ENDPOINTS = "/api/webhook-endpoints";
    /// Registers an endpoint whose receiver takes everything.
    static Hooks register(Caller caller, StandIn receiver, String... eventTypes) {
        String path = "/hook/" + Ids.next();
        receiver.on(path, 204, "");
        JsonNode made = read(Api.post(caller, ENDPOINTS, body(receiver.url() + path, eventTypes))
                .expect(201)
                .text());
        return new Hooks(caller, made.path("id").asText(), made.path("secret").asText(), path, receiver);
    }

    static String body(String url, String... eventTypes) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("url", url);
        ArrayNode types = body.putArray("eventTypes");
        for (String type : eventTypes) {
            types.add(type);
        }
        return body.toString();
    }

    String address() {
        return ENDPOINTS + "/" + id;
    }

    JsonNode get() {
        return read(Api.get(caller, address()).expect(200).text());
    }

    JsonNode patch(String json) {
        return read(Api.patch(caller, address(), json).expect(200).text());
    }

    /// Sends the example of a type; gives the delivery.
    JsonNode test(String type) {
        return read(Api.post(caller, address() + "/test", "{\"type\":\"" + type + "\"}")
                .expect(202)
                .text());
    }

    /// Newest first.
    JsonNode deliveries(String query) {
        return read(Api.get(caller, address() + "/deliveries" + query)
                        .expect(200)
                        .text())
                .path("items");
    }

    JsonNode delivery(String delivery) {
        return read(Api.get(caller, address() + "/deliveries/" + delivery)
                .expect(200)
                .text());
    }

    JsonNode awaitStatus(String delivery, String status) {
        await().until(() -> delivery(delivery).path("status").asText().equals(status));
        return delivery(delivery);
    }

    /// The requests that its receiver got, when there are so many.
    List<StandIn.Asked> awaitAsked(int count) {
        await().until(() -> receiver.asked(path).size() >= count);
        return receiver.asked(path);
    }

    List<String> typesAsked() {
        return receiver.asked(path).stream()
                .map(asked -> read(asked.body()).path("type").asText())
                .toList();
    }

    static JsonNode read(String json) {
        return Json.read(json, JsonNode.class);
    }
}
