package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/// What the other ways to keep people apart promise (GW-8), of which only the gateway knows.
final class TenancyModes {

    private static final String ABSENT = "01900000-0000-7000-8000-000000000000";
    private static final String FILE = "keel.png";

    private final Suite suite;
    private final Person alice;
    private final Person bob;

    TenancyModes(Suite suite) {
        this.suite = suite;
        this.alice = SignInIT.person(suite, "alice");
        this.bob = SignInIT.person(suite, "bob");
    }

    /// Those who come to one gateway: two who have signed in, a key that one of them has made, one of a
    /// stranger, and nobody.
    private record People(Person alice, Person bob, Person agent, Person stranger, Person passerby) {}

    /// Who signs in shares one tenant.
    void assertInternal(URI gateway) {
        together(people(gateway));
    }

    /// Everybody is alone.
    void assertSingle(URI gateway) {
        apart(people(gateway));
    }

    private void together(People people) {
        assertEquals("internal", tenant(people.alice()));
        assertEquals("internal", tenant(people.bob()));
        assertEquals("internal", tenant(people.agent()));
        assertEquals("internal", tenant(session(people.alice())));
        assertEquals("commons", tenant(people.stranger()));

        String room = roomOf(people);

        assertSees(room, people.bob(), people.agent());
        people.bob()
                .post("/api/rooms/" + room + "/messages", "{\"content\":\"so do I\"}")
                .expect(201);
        assertBlind(room, people.stranger(), people.passerby());
        assertFileIsHiddenFrom(people.stranger(), people.passerby());
        String common = people.stranger().createRoom("Common");
        assertSees(common, people.passerby());
        assertBlind(common, people.alice());
        withoutOrganisations(people);
    }

    private void apart(People people) {
        String own = tenant(people.alice());
        assertTrue(own.startsWith("u-"), own);
        assertEquals(own, tenant(people.alice()));
        assertEquals(own, tenant(people.agent()));
        assertEquals(own, tenant(session(people.alice())));
        assertNotEquals(own, tenant(people.bob()));
        assertNotEquals(own, tenant(people.stranger()));
        assertNotEquals("commons", tenant(people.stranger()));

        String room = roomOf(people);

        assertSees(room, people.agent());
        assertBlind(room, people.bob(), people.stranger(), people.passerby());
        assertFileIsHiddenFrom(people.bob(), people.stranger(), people.passerby());
        String strangers = people.stranger().createRoom("Mine");
        assertSees(strangers, people.stranger());
        assertBlind(strangers, people.alice(), people.bob(), people.passerby());
        people.alice().send("PUT", "/api/cache/lamp", "text/plain", "lit");
        people.bob().get("/api/cache/lamp").expectProblem(404, "not-found");
        withoutOrganisations(people);

        // Nobody else could be the administrator of a tenant with one person in it.
        people.alice().get("/api/queues").expect(200);
        people.alice().post("/api/backups", "{}").expect(202);
        people.alice().get("/api/usage").expect(200);
        people.stranger().get("/api/queues").expectProblem(403, "forbidden");
    }

    /// A room of Alice's with a message and a file in it.
    private static String roomOf(People people) {
        String room = people.alice().createRoom("Keel");
        people.alice()
                .post("/api/rooms/" + room + "/messages", "{\"content\":\"I can see it\"}")
                .expect(201);
        people.alice()
                .upload(FILE, "image/png", Samples.png(10, 10), Map.of("room", room))
                .expect(201);
        return room;
    }

    private static void assertSees(String room, Person... people) {
        for (Person person : people) {
            person.get("/api/rooms/" + room).expect(200);
            person.get("/api/rooms/" + room + "/messages").expect(200);
            Awaitility.await("the list has the room")
                    .until(() -> person.get("/api/rooms").text().contains(room));
        }
    }

    private static void assertBlind(String room, Person... people) {
        for (Person person : people) {
            person.get("/api/rooms/" + room).expectProblem(404, "not-found");
            person.get("/api/rooms/" + room + "/messages").expectProblem(404, "not-found");
            assertTrue(!person.get("/api/rooms").text().contains(room));
        }
    }

    private static void assertFileIsHiddenFrom(Person... people) {
        for (Person person : people) {
            assertTrue(!person.get("/api/files").expect(200).text().contains(FILE));
        }
    }

    private static void withoutOrganisations(People people) {
        people.alice().post("/api/organisations", "{\"name\":\"Crew\"}").expectProblem(403, "forbidden");
        people.alice().in(ABSENT).get("/api/rooms").expectProblem(403, "forbidden");
        for (String path : List.of("", "/members", "/teams", "/invitations")) {
            people.alice().get("/api/organisations/" + ABSENT + path).expectProblem(404, "not-found");
        }
        people.alice().post("/api/invitations/accept", "{\"token\":\"x\"}").expectProblem(404, "not-found");
    }

    private People people(URI gateway) {
        Person here = alice.at(gateway);
        JsonNode key = here.post("/api/keys", "{}").expect(201).json();
        Person passerby = Person.anonymous(suite).at(gateway);
        JsonNode free = passerby.post("/api/keys", "{}").expect(201).json();
        return new People(
                here,
                bob.at(gateway),
                Person.with(suite, key.path("key").asText()).at(gateway),
                Person.with(suite, free.path("key").asText()).at(gateway),
                passerby);
    }

    /// Somebody who comes with a session in place of the provider's token.
    private Person session(Person person) {
        String token = person.send("POST", "/api/sessions")
                .expect(201)
                .json()
                .path("token")
                .asText();
        return Person.with(suite, token).at(person.uri("/"));
    }

    private static String tenant(Person person) {
        return person.get("/api/me").expect(200).json().path("tenant").asText();
    }
}
