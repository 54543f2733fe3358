package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `kill -9` of the gateway right after it has taken webhooks (GW-9): what they tell has its effect, and has it once.
@Tag(Suite.NODES)
final class WebhookKillIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /// So many at a time that most of them had no effect yet when the gateway dies.
    private static final int USERS = 20;

    private final Suite suite = Suite.running();
    private final String organisation = SignInIT.person(suite, "alice")
            .post("/api/organisations", "{\"name\":\"Crew\"}")
            .expect(201)
            .json()
            .path("id")
            .asText();
    private final JsonNode source = administrator()
            .post("/api/webhook-sources", "{\"name\":\"Provider\",\"scheme\":\"standard\",\"type\":\"auth\"}")
            .expect(201)
            .json();
    private final String run = UUID.randomUUID().toString();

    /// What the provider says; the same message may be sent again.
    private record Message(String id, String body) {}

    @Test
    void whatTheGatewayTookBeforeItWasKilledIsInEffectOnce() throws InterruptedException, ExecutionException {
        List<Message> created = IntStream.range(0, USERS)
                .mapToObj(i -> message("user.created", i, 1, "User " + i))
                .toList();
        List<String> names =
                IntStream.range(0, USERS).mapToObj(i -> "User " + i).sorted().toList();

        deliverAtOnce(created);
        suite.awaitAnotherProcess("gateway-service", suite.kill("gateway-service"));
        suite.awaitHealthy();

        Person admin = administrator();
        Awaitility.await("all users are there").atMost(PATIENCE).untilAsserted(() -> assertEquals(names, names(admin)));
        assertEquals(ids(admin), deeds(admin, "user.create"));

        created.forEach(this::deliver);
        deliver(message("user.updated", 0, 2, "Changed"));
        Awaitility.await("what came behind the repetitions is in effect")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertTrue(names(admin).contains("Changed")));
        assertEquals(USERS, names(admin).size());
        assertEquals(ids(admin), deeds(admin, "user.create"));
        assertEquals(1, deeds(admin, "user.change").size());
        assertTheLogHasEachOnce(admin);
        for (int i = 0; i < USERS; i++) {
            awaitOneWelcome(address(i));
        }
        for (String user : ids(admin)) {
            JsonNode onboarding = Workflows.awaitComplete(admin, "onboarding:" + user);
            assertTrue(onboarding.at("/result/room").isTextual(), onboarding::toString);
        }
    }

    /// Also what came of it is known once; and what is replayed is applied again, which changes nothing.
    private void assertTheLogHasEachOnce(Person admin) {
        String log = "/api/webhook-sources/" + source.path("id").asText() + "/deliveries";
        Awaitility.await("the log says what came of each")
                .atMost(PATIENCE)
                .until(() -> Pages.all(admin, log + "?status=done").size() == USERS + 1);
        assertEquals(USERS + 1, Pages.all(admin, log).size());

        String replayed = log + "/" + Pages.all(admin, log).getLast().path("id").asText();
        admin.post(replayed + "/replay", "{}").expect(202);
        Awaitility.await("the log says what came of the replay")
                .atMost(PATIENCE)
                .until(
                        () -> admin.get(replayed)
                                .expect(200)
                                .json()
                                .path("status")
                                .asText(),
                        "done"::equals);
        assertEquals(1, admin.get(replayed).json().path("replays").asInt());
        assertEquals(ids(admin), deeds(admin, "user.create"));
    }

    /// With a fresh token: it ends after five minutes.
    private Person administrator() {
        return SignInIT.person(suite, "alice").in(organisation);
    }

    private Message message(String type, int user, long at, String name) {
        ObjectNode body = Http.JSON.createObjectNode().put("type", type).put("timestamp", at);
        body.putObject("data")
                .put("id", "user_" + run + "_" + user)
                .put("email", address(user))
                .put("name", name);
        return new Message("msg_" + UUID.randomUUID(), body.toString());
    }

    private String address(int user) {
        return "user" + user + "." + run + "@mail.example";
    }

    private void deliverAtOnce(List<Message> messages) throws InterruptedException, ExecutionException {
        try (ExecutorService provider = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> deliveries = new ArrayList<>();
            messages.forEach(message -> deliveries.add(provider.submit(() -> deliver(message))));
            for (Future<?> delivery : deliveries) {
                delivery.get();
            }
        }
    }

    /// Again until it is taken, as providers do.
    private void deliver(Message message) {
        Http.Answer answer = Awaitility.await("it is not asked to come again")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .until(() -> send(message), given -> given.status() != 503);
        answer.expect(202);
    }

    /// By Standard Webhooks: the time is that of the try.
    private Http.Answer send(Message message) {
        String time = Long.toString(Instant.now().getEpochSecond());
        return Person.anonymous(suite)
                .post(
                        source.path("url").asText(),
                        message.body(),
                        "webhook-id",
                        message.id(),
                        "webhook-timestamp",
                        time,
                        "webhook-signature",
                        "v1," + hmac(message.id() + "." + time + "." + message.body()));
    }

    private String hmac(String text) {
        byte[] key = Base64.getDecoder().decode(source.path("secret").asText().substring("whsec_".length()));
        return Base64.getEncoder().encodeToString(Hmac.sha256(key, text));
    }

    private static List<String> names(Person admin) {
        return sorted(admin, "/api/users?status=all", "name");
    }

    private static List<String> ids(Person admin) {
        return sorted(admin, "/api/users?status=all", "id");
    }

    /// To whom something was done, as the audit trail has it.
    private static List<String> deeds(Person admin, String action) {
        return sorted(admin, "/api/audit?action=" + action, "target");
    }

    private static List<String> sorted(Person person, String path, String field) {
        return Pages.all(person, path).stream()
                .map(item -> item.path(field).asText())
                .sorted()
                .toList();
    }

    /// The other services hear of a new user once, too.
    private void awaitOneWelcome(String address) {
        Awaitility.await("a welcome for " + address)
                .atMost(PATIENCE)
                .until(() -> !Mails.to(suite, address).isEmpty());
        assertEquals(
                1,
                Mails.to(suite, address).stream()
                        .map(mail -> mail.path("messageId").asText())
                        .distinct()
                        .count(),
                address);
    }
}
