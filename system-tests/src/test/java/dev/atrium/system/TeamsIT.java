package dev.atrium.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What a team is given in a room, those have who are in it, as long as they are (GW-7, RM-6): through all services.
final class TeamsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Suite suite = Suite.running();
    private final Person alice = SignInIT.person(suite, "alice");
    private final Person bob = SignInIT.person(suite, "bob");
    private final String crew = id(alice.post("/api/organisations", "{\"name\":\"Crew\"}"));
    private final Person owner = alice.in(crew);
    private final Person guest = bob.in(crew);

    @Test
    void whoIsInATeamOfARoomIsInTheRoomUntilItLeavesTheTeam() {
        String link = Mailed.invitation(suite, owner, crew, "bob@globex.test", "editor");
        bob.post("/api/invitations/accept", "{\"token\":\"" + link.substring(link.indexOf('=') + 1) + "\"}")
                .expect(200);
        String team = id(owner.post("/api/organisations/" + crew + "/teams", "{\"name\":\"Deck\"}"));
        String room = id(owner.post("/api/rooms", "{\"name\":\"Attic\",\"visibility\":\"private\"}"));
        String place = "/api/organisations/" + crew + "/teams/" + team + "/members/" + Furnished.subject(bob);

        owner.ask("PUT", "/api/rooms/" + room + "/teams/" + team, "{\"role\":\"commenter\"}")
                .expect(200);
        guest.get("/api/rooms/" + room).expectProblem(404, "not-found");
        owner.send("PUT", place).expect(200);

        await().atMost(PATIENCE).until(() -> guest.get("/api/rooms/" + room).status() == 200);
        guest.post("/api/rooms/" + room + "/messages", "{\"content\":\"hello\"}")
                .expect(201);
        try (ChatSocket socket = guest.join(room)) {
            owner.delete(place).expect(204);

            assertEquals(4403, socket.awaitClose(PATIENCE));
        }
        guest.get("/api/rooms/" + room).expectProblem(404, "not-found");
    }

    private static String id(Http.Answer made) {
        return made.expect(201).json().path("id").asText();
    }
}
