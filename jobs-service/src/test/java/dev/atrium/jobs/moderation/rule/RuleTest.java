package dev.atrium.jobs.moderation.rule;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.jobs.rooms.RoomProjection;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rules by the API.
@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class RuleTest {

    private static final String RULES = "/api/moderation/rules";
    private static final String WORDS = "{\"type\":\"words\",\"words\":[\"darn\"]}";

    @Inject
    RoomProjection rooms;

    private final TenantId tenant = new TenantId(Api.freshTenant());
    private final String room = Ids.next().toString();
    private final Caller ada = caller("ada", "member");
    private final Caller bob = caller("bob", "member");
    private final Caller boss = caller("boss", "admin");

    @BeforeEach
    void open() throws SQLException {
        RoomEvent created = new RoomEvent.RoomCreated(
                tenant, room, 1, Instant.now(), "Lobby", RoomEvent.Kind.CHAT, RoomEvent.Visibility.PUBLIC, ada.actor());
        rooms.apply(List.of(new Followed.InRoom(created)), Map.of());
    }

    @Test
    void aRuleIsMadeChangedAndRemoved() {
        String id = make(ada, room, WORDS)
                .expect(201)
                .body("room", equalTo(room))
                .body("action", equalTo("hold"))
                .body("enabled", equalTo(true))
                .body("check.words", contains("darn"))
                .body("secret", nullValue())
                .path("id");
        String address = RULES + "/" + id;

        Api.patch(ada, address, "{\"enabled\":false,\"action\":\"flag\",\"check\":{\"type\":\"mentions\",\"max\":3}}")
                .expect(200)
                .body("enabled", equalTo(false))
                .body("action", equalTo("flag"))
                .body("check.max", equalTo(3))
                .body("name", equalTo("a rule"));
        Api.patch(ada, address, "{\"room\":\"" + Ids.next() + "\"}").expect(400);
        Api.delete(ada, address).expect(204);
        Api.get(ada, address).expect(404);
    }

    @Test
    void ownersSeeThoseOfTheirRoomsAndAdminsAll() {
        String ofRoom = make(ada, room, WORDS).path("id");
        String ofAll = make(boss, null, WORDS).expect(201).path("id");

        make(ada, null, WORDS).expect(403);
        make(bob, room, WORDS).expect(404);
        make(bob, Ids.next().toString(), WORDS).expect(404);
        Api.get(ada, RULES).body("items.id", contains(ofRoom));
        Api.get(boss, RULES).body("items.id", contains(ofAll, ofRoom));
        Api.get(boss, RULES + "?limit=1").body("items.id", contains(ofAll));
        Api.get(boss, RULES + "?room=" + room).body("items.id", contains(ofRoom));
        Api.get(bob, RULES).body("items", hasSize(0));
        for (String id : List.of(ofRoom, ofAll)) {
            for (Caller stranger : List.of(bob, foreign("boss", "admin"))) {
                Api.get(stranger, RULES + "/" + id).expect(404);
                Api.patch(stranger, RULES + "/" + id, "{}").expect(404);
                Api.delete(stranger, RULES + "/" + id).expect(404);
            }
        }
        Api.get(ada, RULES + "/" + ofAll).expect(404);
    }

    @Test
    void aRepeatedRequestMakesOneRule() {
        String body = body(room, WORDS);
        String first = keyed(body).expect(201).path("id");
        String second = keyed(body).expect(200).path("id");

        assertEquals(first, second);
        keyed(body(room, "{\"type\":\"mentions\",\"max\":2}")).expect(422);
    }

    @Test
    void thereIsABoundToRules() {
        for (int i = 0; i < 10; i++) {
            make(ada, room, WORDS).expect(201);
        }

        make(ada, room, WORDS).expect(409);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"words\"}",
                "{\"type\":\"odd\"}",
                "{}",
                "{\"type\":\"patterns\",\"patterns\":[\"(a{100}){100}\"]}",
                "{\"type\":\"patterns\",\"patterns\":[null]}",
                "{\"type\":\"mentions\",\"max\":\"x\"}",
                "{\"type\":\"hook\",\"url\":\"http://169.254.169.254/\"}",
                "{\"type\":\"hook\",\"url\":\"file:///etc/passwd\"}",
                "{\"type\":\"hook\",\"url\":\"https://user:pw@example.com/\"}"
            })
    void checksThatCannotBeAreRefused(String check) {
        make(ada, room, check).expect(400);
    }

    private Answer make(Caller who, @Nullable String of, String check) {
        return Api.post(who, RULES, body(of, check));
    }

    private Answer keyed(String body) {
        return Api.as(ada)
                .header("Idempotency-Key", "k-1")
                .contentType("application/json")
                .body(body)
                .post(RULES);
    }

    private static String body(@Nullable String room, String check) {
        String where = room == null ? "null" : "\"" + room + "\"";
        return "{\"room\":%s,\"name\":\"a rule\",\"action\":\"hold\",\"check\":%s}".formatted(where, check);
    }

    private Caller caller(String name, String role) {
        return new Caller("user:" + name, tenant, name, Set.of(role), Set.of("rooms:read", "rooms:write"));
    }

    private static Caller foreign(String name, String role) {
        return new Caller(
                "user:" + name,
                new TenantId(Api.freshTenant()),
                name,
                Set.of(role),
                Set.of("rooms:read", "rooms:write"));
    }
}
