package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is kept out, and what they are told.
final class IsolationIT {

    private final Suite suite = Suite.running();
    private final Person ada = Person.withNewKey(suite);
    private final Person passerby = Person.anonymous(suite);

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 30, 40})
    void noServiceAnswersWithoutTheInternalToken(int offset) {
        for (String path : new String[] {"/", "/api/rooms", "/api/files", "/openapi", "/q/health", "/nowhere"}) {
            assertEquals(
                    401,
                    Http.get(suite.service(offset).resolve(path)).status(),
                    path + " of the service at +" + offset);
        }
        assertEquals(
                200,
                Http.get(suite.service(offset + 1).resolve("/q/health/live")).status());
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/api/rooms,{}",
        "PATCH,/api/rooms/0/messages/0,{}",
        "POST,/api/workflow/start,{}",
        "POST,/api/exports,{}",
        "POST,/api/users,{}",
        "POST,/api/tickets,",
        "POST,/api/sockets/renewals,",
        "GET,/api/keys,",
        "GET,/api/workflows,",
        "GET,/api/jobs,",
        "GET,/api/cache/a,",
        "PUT,/api/cache/a,x",
        "DELETE,/api/cache/a,"
    })
    void writesAndPersonalReadsNeedACredential(String method, String path, String body) {
        passerby.send(method, path, "application/json", body == null ? "" : body)
                .expectProblem(401, "unauthenticated");
    }

    @Test
    void aRevokedKeyClosesItsSockets() {
        JsonNode key = passerby.post("/api/keys", "{}").expect(201).json();
        Person holder = Person.with(suite, key.path("key").asText());
        String room = ada.createRoom("Open house");
        try (ChatSocket revoked = holder.join(room);
                ChatSocket other = ada.join(room)) {
            holder.delete("/api/keys/" + key.path("id").asText()).expect(204);

            assertEquals(4401, revoked.awaitClose(Duration.ofSeconds(60)));
            other.send("still-here", "hello");
            other.await("ack", "clientId", "still-here");
        }
    }

    @Test
    void aWrongOrRevokedKeyIsRefusedEverywhere() {
        JsonNode key = passerby.post("/api/keys", "{}").expect(201).json();
        Person holder = Person.with(suite, key.path("key").asText());
        holder.get("/api/rooms").expect(200);

        holder.delete("/api/keys/" + key.path("id").asText()).expect(204);

        holder.get("/api/rooms").expectProblem(401, "unauthenticated");
        Person.with(suite, "mai_" + "x".repeat(28)).get("/api/rooms").expectProblem(401, "unauthenticated");
        Person.with(suite, "nonsense").get("/api/rooms").expectProblem(401, "unauthenticated");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/rooms|",
                "/api/rooms|{",
                "/api/rooms|[]",
                "/api/rooms|{\"name\":\"\"}",
                "/api/rooms|{\"name\":7,\"kind\":\"opera\"}",
                "/api/rooms|{\"name\":\"x\",\"colour\":\"red\"}",
                "/api/users|{\"email\":\"nobody\",\"name\":\"N\"}",
                "/api/workflow/start|{\"type\":\"world-domination\",\"input\":{}}",
                "/api/workflow/start|{\"type\":\"onboarding\",\"input\":{\"email\":\"a@b\\r\\nBcc: c@d\"}}"
            })
    void badBodiesAreRefusedAndNothingIsWritten(String path, String body) {
        int before = ada.get("/api/rooms?limit=200").json().path("items").size();

        ada.post(path, body == null ? "" : body).expectProblem(400, "invalid-request");

        assertEquals(
                before, ada.get("/api/rooms?limit=200").json().path("items").size());
    }

    @Test
    void aMessageThatIsTooLongIsRefused() {
        String room = ada.createRoom("Short");

        ada.post("/api/rooms/" + room + "/messages", "{\"content\":\"" + "x".repeat(4001) + "\"}")
                .expectProblem(400, "invalid-request");

        assertEquals(
                0,
                ada.get("/api/rooms/" + room + "/messages").json().path("items").size());
    }

    @Test
    void anAbsentRoomAndAForeignOneLookTheSame() {
        String mine = ada.post("/api/rooms", "{\"name\":\"Mine\",\"visibility\":\"private\"}")
                .expect(201)
                .json()
                .path("id")
                .asText();
        Person other = Person.withNewKey(suite);

        Http.Answer foreign = other.get("/api/rooms/" + mine).expectProblem(404, "not-found");
        Http.Answer absent =
                other.get("/api/rooms/01900000-0000-7000-8000-000000000000").expectProblem(404, "not-found");

        assertEquals(withoutInstance(absent), withoutInstance(foreign));
    }

    @Test
    void aFileInAPrivateRoomIsItsOwnersAlone() {
        String room = ada.post("/api/rooms", "{\"name\":\"Attic\",\"visibility\":\"private\"}")
                .expect(201)
                .json()
                .path("id")
                .asText();
        Person other = Person.withNewKey(suite);
        String file = ada.upload("a.png", "image/png", Samples.png(10, 10), Map.of("room", room))
                .expect(201)
                .json()
                .path("id")
                .asText();

        other.get("/api/files/" + file).expectProblem(404, "not-found");
        other.get("/api/files/" + file + "/content").expectProblem(404, "not-found");
        other.upload("b.png", "image/png", Samples.png(10, 10), Map.of("room", room))
                .expectProblem(404, "not-found");
        ada.get("/api/files/" + file + "/content").expect(200);
    }

    @Test
    void nothingBehindTheGatewayIsReachableByPath() {
        for (String path : new String[] {
            "/internal/files/1/derive", "/q/health", "/q/metrics", "/api/../internal/files", "/openapi", "/api/nothing"
        }) {
            ada.get(path).expectProblem(404, "not-found");
        }
    }

    @Test
    void everyAnswerCarriesARequestId() {
        assertFalse(ada.get("/api/rooms").header("x-request-id").isEmpty());
        assertFalse(ada.get("/api/rooms/none").json().path("instance").asText().isEmpty());
    }

    private static JsonNode withoutInstance(Http.Answer answer) {
        ObjectNode problem = answer.json().deepCopy();
        problem.remove("instance");
        return problem;
    }
}
