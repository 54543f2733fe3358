package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// How long it takes until somebody is told that there is nothing for them: where there is none, and
/// where there is one (GW-13). No test of a build, because it depends on the machine; what it prints is
/// in `docs/gateway-service.md`: `./atrium test -pl system-tests -Dit.test=AnswerTimes
/// -Datrium.optimise=true`.
final class AnswerTimes {

    private static final int ROUNDS = 400;
    private static final int HEAT = 300;
    private static final String ABSENT = "01900000-0000-7000-8000-000000000000";

    private final Suite suite = Suite.running();
    private final Person passerby = Person.anonymous(suite);
    private final Person ada = Person.withNewKey(suite);
    private final Person bob = Person.withNewKey(suite);

    @Test
    void absentAndForeignThingsAreRefusedInTheSameTime() {
        String source = make(ada, "/api/webhook-sources", "{\"name\":\"x\",\"scheme\":\"github\"}", "id");
        compare("webhook source, a wrong signature", () -> deliver(ABSENT), () -> deliver(source));

        JsonNode revoked = bob.post("/api/keys", "{}").expect(201).json();
        bob.delete("/api/keys/" + revoked.path("id").asText()).expect(204);
        Person former = Person.with(suite, revoked.path("key").asText());
        Person unknown = Person.with(suite, "mai_" + "0".repeat(23) + "XETVk");
        compare("API key, revoked", () -> unknown.get("/api/me"), () -> former.get("/api/me"));

        String room = make(ada, "/api/rooms", "{\"name\":\"x\",\"visibility\":\"private\"}", "id");
        compare("private room", () -> bob.get("/api/rooms/" + ABSENT), () -> bob.get("/api/rooms/" + room));

        String common = ada.createRoom("x");
        String links = "/api/rooms/" + common + "/links";
        JsonNode link = ada.post(links, "{\"role\":\"viewer\"}").expect(201).json();
        ada.delete(links + "/" + link.path("id").asText()).expect(204);
        String token = link.path("token").asText();
        String wrong = (token.startsWith("A") ? "B" : "A") + token.substring(1);
        compare("link into a room, withdrawn", () -> join(common, wrong), () -> join(common, token));

        String file = ada.upload("x.png", "image/png", Samples.png(20, 20), Map.of("room", room))
                .expect(201)
                .json()
                .path("id")
                .asText();
        compare("file of a private room", () -> bob.get("/api/files/" + ABSENT), () -> bob.get("/api/files/" + file));

        String export = make(ada, "/api/exports", "{\"room\":\"" + common + "\",\"formats\":[\"json\"]}", "id");
        compare("export", () -> bob.get("/api/exports/" + ABSENT), () -> bob.get("/api/exports/" + export));
    }

    private static String make(Person person, String path, String body, String property) {
        Http.Answer made = person.post(path, body);
        if (made.status() != 201) {
            made.expect(202);
        }
        return made.json().path(property).asText();
    }

    private Http.Answer deliver(String source) {
        return passerby.post("/api/webhooks/" + source, "{}", "X-Hub-Signature-256", "sha256=" + "0".repeat(64));
    }

    private Http.Answer join(String room, String token) {
        return bob.post("/api/rooms/" + room + "/join", "{\"token\":\"" + token + "\"}");
    }

    /// Asks for both in turn.
    private static void compare(String what, Supplier<Http.Answer> absent, Supplier<Http.Answer> foreign) {
        List<Long> absentTimes = new ArrayList<>();
        List<Long> foreignTimes = new ArrayList<>();
        for (int i = 0; i < HEAT + ROUNDS; i++) {
            boolean counts = i >= HEAT;
            int status = time(absent, absentTimes, counts);
            assertEquals(status, time(foreign, foreignTimes, counts), what);
        }
        absentTimes.sort(null);
        foreignTimes.sort(null);
        System.out.printf("time: %s: absent %s, there %s%n", what, quartiles(absentTimes), quartiles(foreignTimes));
    }

    private static int time(Supplier<Http.Answer> request, List<Long> times, boolean counts) {
        long from = System.nanoTime();
        int status = request.get().status();
        if (counts) {
            times.add(System.nanoTime() - from);
        }
        return status;
    }

    private static String quartiles(List<Long> sorted) {
        return "%.2f ms (%.2f to %.2f)"
                .formatted(millis(sorted, ROUNDS / 2), millis(sorted, ROUNDS / 4), millis(sorted, ROUNDS * 3 / 4));
    }

    private static double millis(List<Long> sorted, int index) {
        return sorted.get(index) / 1e6;
    }
}
