package dev.atrium.jobs.onboarding;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.call.OtherServices;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.jobs.testing.StandIn;
import dev.atrium.jobs.workflow.WorkflowKey;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import io.quarkus.qute.Engine;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class WelcomeRoomTest {

    private static final String ROOMS = "/api/rooms";

    @SuppressWarnings("NullAway.Init")
    StandIn services;

    @Inject
    Kafka kafka;

    @Inject
    Database database;

    @Inject
    OtherServices otherServices;

    @Inject
    Engine templates;

    private final String tenant = Api.freshTenant();
    private final String user = "u" + Ids.next();
    private final String principal = "user:p" + Ids.next();
    private final Caller caller = Api.user(tenant, "boss");
    private final String room = Ids.next().toString();
    private final String messages = "/api/rooms/" + room + "/messages";

    @AfterEach
    void roomsAreForgotten() {
        services.on(ROOMS, 404, "{}");
    }

    @Test
    void whoCanSignInFindsARoomOfItsOwnOnceThoughRoomsStumble() {
        services.on(ROOMS, 201, "{\"id\":\"" + room + "\"}");
        services.on(messages, count -> new StandIn.Reply.Answer(count == 1 ? 503 : 201, "{}"));

        created(principal);

        awaitComplete();
        Api.get(caller, "/api/workflows/onboarding:" + user)
                .body("version", equalTo(2))
                .body("steps.name", equalTo(List.of("validate", "profile", "welcome-room", "welcome-mail", "settings")))
                .body("result.room", equalTo(room))
                .body("result.mail", equalTo("sent"));
        List<StandIn.Asked> creations = creations();
        assertEquals(2, creations.size());
        assertEquals(
                creations.getFirst().header("idempotency-key"),
                creations.getLast().header("idempotency-key"));
        JsonNode creation = Json.read(creations.getFirst().body(), JsonNode.class);
        assertEquals("private", creation.path("visibility").asText());
        assertEquals(principal, creations.getFirst().claims().path("sub").asText());
        List<StandIn.Asked> posts = services.asked(messages);
        assertEquals("system:atrium", posts.getLast().claims().path("sub").asText());
        assertEquals(tenant, posts.getLast().claims().path("tenant").asText());
        assertEquals(posts.getFirst().header("idempotency-key"), posts.getLast().header("idempotency-key"));
        String said = Json.read(posts.getLast().body(), JsonNode.class)
                .path("content")
                .asText();
        assertTrue(said.startsWith("Hello Ada <Lovelace>, welcome to Atrium."), said);
        assertEquals(
                1,
                database.number(tenant, "select count(*) from notification_preference where subject = ?", principal));
    }

    @Test
    void userIsSetUpAllTheSameWhereRoomsRefuse() {
        services.on(ROOMS, 403, "{}");

        created(principal);

        awaitComplete();
        Api.get(caller, "/api/workflows/onboarding:" + user)
                .body("result.room", nullValue())
                .body("result.mail", equalTo("sent"))
                .body("steps[2].name", equalTo("welcome-room"))
                .body("steps[2].status", equalTo("failed"))
                .body("steps[4].status", equalTo("complete"));
    }

    @Test
    void whoIsNotKnownToSignInGetsNoRoom() {
        created(null);

        awaitComplete();
        Api.get(caller, "/api/workflows/onboarding:" + user)
                .body("steps.name", equalTo(List.of("validate", "profile", "welcome-mail", "settings")));
        assertEquals(0, creations().size());
    }

    /// Whoever may start workflows would make rooms of others.
    @Test
    void noRequestNamesAPrincipal() {
        Api.post(
                        caller,
                        "/api/workflow/start",
                        "{\"type\":\"onboarding\",\"input\":{\"userId\":\"" + user
                                + "\",\"email\":\"a@mail.example\",\"name\":\"Ada\",\"principal\":\"user:bob\"}}")
                .expect(400)
                .body("errors[0].pointer", equalTo("/input/principal"));
    }

    @Test
    void noRoomIsMadeWhereNoneIsWanted() throws InterruptedException {
        OnboardingConfig off = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(OnboardingConfig.class)
                .withDefaultValue("atrium.onboarding.welcome-room", "false")
                .build()
                .getConfigMapping(OnboardingConfig.class);
        WorkflowKey key = new WorkflowKey(new TenantId(tenant), "onboarding:" + user);

        String made = new WelcomeRoom(otherServices, off, templates.getTemplate("room/welcome.txt"))
                .make(key, principal, "Ada");

        assertEquals(WelcomeRoom.NONE, made);
        assertEquals(0, creations().size());
    }

    private List<StandIn.Asked> creations() {
        return services.asked(ROOMS).stream()
                .filter(asked -> asked.claims().path("tenant").asText().equals(tenant))
                .toList();
    }

    private void created(@Nullable String itsPrincipal) {
        kafka.send(
                Ids.next().toString(),
                new Event.UserCreated(
                        new TenantId(tenant),
                        user,
                        user + "@mail.example",
                        "Ada <Lovelace>",
                        caller.subject(),
                        itsPrincipal),
                null);
    }

    private void awaitComplete() {
        await().until(() -> database.number(tenant, "select count(*) from workflow where status = 'complete'") == 1);
    }
}
