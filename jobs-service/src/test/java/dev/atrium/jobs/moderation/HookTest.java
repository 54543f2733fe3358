package dev.atrium.jobs.moderation;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.rooms.RoomProjection;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.StandIn;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.signature.StandardWebhooks;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Programs of tenants that judge messages.
@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class HookTest {

    @SuppressWarnings("NullAway.Init")
    StandIn standIn;

    @Inject
    Database database;

    @Inject
    RoomProjection rooms;

    private final String path = "/judge/" + Ids.next();

    @SuppressWarnings("NullAway.Init")
    private Scene scene;

    @BeforeEach
    void open() {
        scene = new Scene(rooms, database, standIn);
    }

    @Test
    void aSignedQuestionIsAskedAndTheVerdictCounts() {
        standIn.on(path, 200, "{\"verdict\":\"reject\",\"reasons\":[\"spam 0.98\",\"link\"]}");
        JsonNode rule = hook("approve");
        MessagePosted message = scene.post("buy this");

        JsonNode item = scene.awaitItem(message, "rejected");
        assertEquals("spam 0.98; link", item.at("/findings/0/detail").asText());
        scene.awaitAsked(message, "POST");
        scene.awaitTitle(scene.person("bob"), "was removed");
        StandIn.Asked asked = standIn.asked(path).getFirst();
        byte[] signed = StandardWebhooks.signed(
                asked.header("webhook-id"), Long.parseLong(asked.header("webhook-timestamp")), asked.bytes());
        assertTrue(StandardWebhooks.fits(
                rule.path("secret").asText(), signed, List.of(asked.header("webhook-signature"))));
        assertEquals("buy this", Scene.read(asked.body()).at("/data/content").asText());
        assertEquals(
                "user:bob", Scene.read(asked.body()).at("/data/author/subject").asText());
    }

    @Test
    void oneForAllRoomsIsToldOnlyWhatItsMakerMayRead() {
        standIn.on(path, 200, "{\"verdict\":\"flag\"}");
        scene.ruleOfAll("{\"type\":\"hook\",\"url\":\"%s%s\",\"whenAway\":\"flag\"}".formatted(standIn.url(), path));
        MessagePosted message = scene.post("a secret");
        scene.awaitLookedAt();
        Api.get(scene.owner, Scene.ITEMS + "/" + message.message()).expect(404);
        assertEquals(0, standIn.asked(path).size());

        scene.member("boss");
        scene.awaitItem(scene.post("no secret"), "pending");

        assertEquals(1, standIn.asked(path).size());
    }

    @Test
    void whatItApprovesIsNoItem() {
        standIn.on(path, 200, "{\"verdict\":\"approve\"}");
        hook("hold");
        MessagePosted message = scene.post("hello");

        scene.awaitLookedAt();

        assertEquals(1, standIn.asked(path).size());
        Api.get(scene.owner, Scene.ITEMS + "/" + message.message()).expect(404);
    }

    @Test
    void oneThatIsBusyIsLeftAloneForAsLongAsItAsks() {
        standIn.on(path, _ -> new StandIn.Reply.Answer(429, "", Map.of("Retry-After", "1800")));
        hook("hold");
        scene.post("hello");

        await().until(() -> database.number(
                        scene.tenant,
                        "select count(*) from job where type = 'moderation.hook' and state = 'retrying' and attempts = 1"
                                + " and next_attempt_at between now() + interval '28 minutes' and now() + interval '34 minutes'")
                == 1);
        assertEquals(1, standIn.asked(path).size());
    }

    @Test
    void oneThatIsAwayIsAskedAgainAndThenTheRuleSays() {
        standIn.on(path, 500, "");
        hook("hold");
        MessagePosted message = scene.post("hello");

        JsonNode item = scene.awaitItem(message, "pending");

        assertTrue(item.path("hidden").asBoolean());
        assertEquals("the hook answered 500", item.at("/findings/0/detail").asText());
        assertEquals(3, standIn.asked(path).size());
    }

    @Test
    void oneThatIsAwayHoldsNobodyUp() {
        standIn.on(path, 200, "no verdict");
        hook("approve");
        MessagePosted message = scene.post("hello");

        scene.awaitLookedAt();

        Api.get(scene.owner, Scene.ITEMS + "/" + message.message()).expect(404);
    }

    @Test
    void oneThatKeepsFailingIsLeftAlone() {
        standIn.on(path, 500, "");
        hook("flag");
        for (int i = 0; i < 4; i++) {
            scene.awaitItem(scene.post("m" + i), "pending");
        }

        assertTrue(standIn.asked(path).size() < 12, standIn.asked(path).size() + " requests");
    }

    @Test
    void aVerdictAboutADeletedMessageComesTooLate() {
        standIn.onRequest(path, _ -> {
            await().until(() -> database.number(scene.tenant, "select count(*) from moderation_item") == 1);
            return new StandIn.Reply.Answer(200, "{\"verdict\":\"hold\"}");
        });
        hook("approve");
        MessagePosted message = scene.post("hello");
        scene.delete(message);

        scene.awaitLookedAt();

        assertEquals("deleted", scene.item(message).path("status").asText());
        assertEquals("", scene.item(message).path("content").asText());
        Api.get(scene.owner, Scene.ITEMS).body("items.size()", equalTo(0));
    }

    @Test
    void itsSecretIsShownOnceAndCanBeReplaced() {
        JsonNode rule = hook("approve");
        String address = Scene.RULES + "/" + rule.path("id").asText();

        Api.get(scene.owner, address).body("secret", nullValue()).body("check.url", notNullValue());
        Api.post(scene.owner, address + "/rotations", "{}").expect(201).body("secret", notNullValue());
        Api.patch(scene.owner, address, "{\"check\":{\"type\":\"mentions\",\"max\":1}}")
                .expect(400);
    }

    @Test
    void whoRepeatsItsRequestIsNotShownTheSecretAgain() {
        String body =
                "{\"name\":\"hook\",\"check\":{\"type\":\"hook\",\"url\":\"%s%s\"}}".formatted(standIn.url(), path);

        make(body).expect(201).body("secret", notNullValue());
        make(body).expect(409).body("secret", nullValue()).body("detail", containsString("rotate it"));
    }

    private Answer make(String body) {
        return Api.as(scene.admin)
                .header("Idempotency-Key", "k")
                .contentType("application/json")
                .body(body)
                .post(Scene.RULES);
    }

    private JsonNode hook(String whenAway) {
        return scene.rule(
                "{\"type\":\"hook\",\"url\":\"%s%s\",\"whenAway\":\"%s\"}".formatted(standIn.url(), path, whenAway),
                "flag");
    }
}
