package dev.atrium.jobs.worker;

import static dev.atrium.platform.testing.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.StandIn;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// A worker of a test, and the program behind it.
///
/// @param path of the program, which nothing else uses
record Program(Caller owner, String id, String secret, String path, StandIn receiver) {

    static final String WORKERS = "/api/workers";

    /// Registers a worker that does everything.
    ///
    /// @param more properties beside name and address
    static Program register(Caller owner, StandIn receiver, String more) {
        String path = "/worker/" + Ids.next();
        receiver.on(path, 204, "");
        JsonNode made = read(Api.post(owner, WORKERS, body(receiver.url() + path, more))
                .expect(201)
                .text());
        return new Program(owner, made.path("id").asText(), made.path("secret").asText(), path, receiver);
    }

    static String body(String url, String more) {
        ObjectNode body = (ObjectNode) read("{" + more + "}");
        return body.put("name", "thumbnails").put("url", url).toString();
    }

    String address() {
        return WORKERS + "/" + id;
    }

    /// @param jobs as JSON, each
    List<String> add(Caller who, String... jobs) {
        return addAll(who, jobs).map(job -> job.path("id").asText()).toList();
    }

    Stream<JsonNode> addAll(Caller who, String... jobs) {
        JsonNode added = read(Api.post(who, address() + "/jobs", "{\"jobs\":[" + String.join(",", jobs) + "]}")
                .expect(202)
                .text());
        return StreamSupport.stream(added.path("jobs").spliterator(), false);
    }

    static JsonNode job(Caller who, String job) {
        return read(Api.get(who, "/api/jobs/" + job).expect(200).text());
    }

    static JsonNode awaitState(Caller who, String job, String state) {
        await().until(() -> job(who, job).path("state").asText().equals(state));
        return job(who, job);
    }

    /// The requests that the program got, when there are so many.
    List<StandIn.Asked> awaitAsked(int count) {
        await().until(() -> receiver.asked(path).size() >= count);
        return receiver.asked(path);
    }

    static List<JsonNode> jobs(StandIn.Asked asked) {
        return StreamSupport.stream(read(asked.body()).path("jobs").spliterator(), false)
                .toList();
    }

    static JsonNode read(String json) {
        return Json.read(json, JsonNode.class);
    }
}
