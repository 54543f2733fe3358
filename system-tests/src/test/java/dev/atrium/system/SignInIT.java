package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Keycloak's tokens work on the same routes as keys, and organisations are kept apart.
final class SignInIT {

    private final Suite suite = Suite.running();

    @Test
    void aliceOfAcmeAndBobOfGlobexDoTheSameThingsApart() {
        Person alice = person(suite, "alice");
        Person bob = person(suite, "bob");
        Person passerby = Person.anonymous(suite);

        JsonNode me = alice.get("/api/me").expect(200).json();
        String room = alice.createRoom("Acme plans");
        alice.post("/api/rooms/" + room + "/messages", "{\"content\":\"The rocket skates are ready\"}")
                .expect(201);
        String file = alice.upload("plan.png", "image/png", Samples.png(40, 40), Map.of("room", room))
                .expect(201)
                .json()
                .path("id")
                .asText();

        assertEquals("acme", me.path("tenant").asText());
        assertEquals(
                "globex", bob.get("/api/me").expect(200).json().path("tenant").asText());
        for (Person stranger : new Person[] {bob, passerby}) {
            stranger.get("/api/rooms/" + room).expectProblem(404, "not-found");
            stranger.get("/api/rooms/" + room + "/messages").expectProblem(404, "not-found");
            stranger.get("/api/files/" + file).expectProblem(404, "not-found");
            // What others have written in public may be close to the question.
            String found = stranger.get("/api/search?q=rocket%20skates")
                    .expect(200)
                    .json()
                    .path("items")
                    .toString();
            assertFalse(found.contains(room) || found.contains(file), found);
        }
        bob.post("/api/rooms/" + room + "/messages", "{\"content\":\"hello\"}").expectProblem(404, "not-found");

        JsonNode key = alice.post("/api/keys", "{}").expect(201).json();
        Person agent = Person.with(suite, key.path("key").asText());
        agent.get("/api/rooms/" + room).expect(200);
        Awaitility.await("alice's agent finds what alice wrote")
                .atMost(Duration.ofSeconds(60))
                .until(() -> agent.get("/api/search?q=rocket%20skates&kind=message")
                                .json()
                                .path("items")
                                .size()
                        == 1);
    }

    @Test
    void aSocketGoesOnWithANewAccessToken() {
        Person alice = person(suite, "alice");
        String room = alice.createRoom("Long talk");
        try (ChatSocket socket = alice.join(room)) {
            long firstEnd = socket.await("hello", "protocol", "atrium.v1")
                    .at("/you/expiresAt")
                    .asLong();
            Person later = Awaitility.await("a token that ends later")
                    .until(() -> person(suite, "alice"), person -> end(person) > firstEnd);

            renew(socket, "renewal", later);

            JsonNode renewed = socket.await("renewed", "clientId", "renewal");
            assertEquals(end(later), renewed.at("/you/expiresAt").asLong());
            socket.send("after", "still here");
            socket.await("ack", "clientId", "after");

            renew(socket, "stolen", person(suite, "bob"));
            assertEquals(
                    403,
                    socket.await("error", "clientId", "stolen")
                            .at("/problem/status")
                            .asInt());
        }
        Person agent = Person.with(
                suite,
                alice.post("/api/keys", "{}").expect(201).json().path("key").asText());
        agent.post("/api/sockets/renewals", "").expectProblem(409, "conflict");
    }

    private static void renew(ChatSocket socket, String clientId, Person person) {
        String token = person.post("/api/sockets/renewals", "")
                .expect(200)
                .json()
                .path("token")
                .asText();
        socket.sendRaw(Http.JSON
                .createObjectNode()
                .put("type", "renew")
                .put("clientId", clientId)
                .put("token", token)
                .toString());
    }

    /// When a person's access token ends, in milliseconds since the epoch.
    private static long end(Person person) {
        String[] parts = Objects.requireNonNull(person.credential()).split("\\.");
        try {
            return Http.JSON
                            .readTree(Base64.getUrlDecoder().decode(parts[1]))
                            .path("exp")
                            .asLong()
                    * 1_000;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A user of the identity provider, whose password is its name.
    static Person person(Suite suite, String user) {
        return Person.with(suite, token(suite, user));
    }

    /// The token that the provider gives to a program on behalf of a user.
    private static String token(Suite suite, String user) {
        return token(suite, user, user).expect(200).json().path("access_token").asText();
    }

    /// What the provider answers to a program that asks for a token; waits until the provider is up, which is
    /// the last part to start.
    static Http.Answer token(Suite suite, String user, String password) {
        HttpRequest.Builder request = HttpRequest.newBuilder(suite.tokens())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "grant_type=password&client_id=atrium-cli&username=" + user + "&password=" + password));
        return Awaitility.await("the identity provider is up")
                .atMost(Duration.ofMinutes(5))
                .ignoreException(UncheckedIOException.class)
                .until(() -> Http.send(request), answer -> answer.status() < 404);
    }
}
