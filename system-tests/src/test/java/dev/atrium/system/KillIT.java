package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `kill -9` in the middle of the main job: nothing that was acknowledged is lost, nothing is done twice.
@Tag(Suite.NODES)
final class KillIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final List<String> VICTIMS =
            List.of("room-service", "jobs-service", "media-service", "search-service");

    private final Suite suite = Suite.running();
    private final Person ada = Person.withNewKey(suite);

    private record Acknowledged(String clientId, long sequence) {}

    /// What was killed is there again for the test that follows.
    @AfterEach
    void everythingServes() {
        suite.awaitRoomNodes();
    }

    @Test
    void servicesAreKilledWhileWorkIsUnderWay() throws InterruptedException, ExecutionException {
        String room = ada.createRoom("Workshop");
        String word = "kill" + UUID.randomUUID().toString().substring(0, 8);
        List<String> workflows = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        List<String> files = new ArrayList<>();
        AtomicBoolean enough = new AtomicBoolean();

        try (ExecutorService talker = Executors.newVirtualThreadPerTaskExecutor()) {
            String storm = ada.createRoom("Storm");
            Future<List<Acknowledged>> talk = talker.submit(() -> talk(storm, enough));
            try {
                long before = lastSequence(storm);
                awaitProgress(storm, before + 40);
                for (int i = 0; i < 6; i++) {
                    addresses.add("kill." + UUID.randomUUID() + "@example.org");
                    workflows.add(startOnboarding(addresses.getLast()));
                    files.add(uploadPdf(room, word, i));
                    if (i == 2) {
                        killAll(VICTIMS);
                    }
                }
                awaitProgress(storm, before + 80);
            } finally {
                // Who talks is waited for, also if something has failed.
                enough.set(true);
            }
            nothingAcknowledgedIsLost(talk.get(), history(storm));
        }

        workflows.forEach(id -> Workflows.awaitComplete(ada, id));
        addresses.forEach(address -> assertEquals(
                1,
                Mails.to(suite, address).stream()
                        .map(mail -> mail.path("messageId").asText())
                        .distinct()
                        .count(),
                address));
        Awaitility.await("each file is announced once")
                .atMost(PATIENCE)
                .until(() -> announced(room).size() == files.size());
        assertEquals(new HashSet<>(files), new HashSet<>(announced(room)));
        Awaitility.await("each file and its announcement are found once")
                .atMost(PATIENCE)
                .until(() -> found(word, "file").size() == files.size());
        assertEquals(new HashSet<>(files), new HashSet<>(found(word, "file")));
        assertEquals(files.size(), announced(room).size());
    }

    private void killAll(List<String> victims) {
        Map<String, Long> killed = victims.stream().collect(Collectors.toMap(Function.identity(), suite::kill));
        killed.forEach(suite::awaitAnotherProcess);
    }

    private static void nothingAcknowledgedIsLost(List<Acknowledged> acknowledged, List<JsonNode> history) {
        assertTrue(acknowledged.size() >= 80, "acknowledged: " + acknowledged.size());
        assertEquals(
                LongStream.rangeClosed(2, history.size() + 1L).boxed().toList(),
                history.stream()
                        .map(message -> message.path("sequence").asLong())
                        .toList());
        List<Acknowledged> kept = history.stream()
                .map(message -> new Acknowledged(
                        message.path("clientId").asText(),
                        message.path("sequence").asLong()))
                .toList();
        assertEquals(
                kept.size(),
                new HashSet<>(kept.stream().map(Acknowledged::clientId).toList()).size());
        assertTrue(new HashSet<>(kept).containsAll(acknowledged), "an acknowledged message is lost");
    }

    /// Without Kafka nothing durable is taken; whoever looks at the suite's health must see it.
    @Test
    void whileKafkaIsAwayTheSuiteIsDegraded() {
        long killed = suite.kill("stack");

        awaitHealth("degraded", "down");
        suite.awaitAnotherProcess("stack", killed);
        awaitHealth("(up|degraded)", "up");
    }

    private void awaitHealth(String status, String kafka) {
        Awaitility.await("the suite's health is " + status + ", Kafka is " + kafka)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .ignoreException(UncheckedIOException.class)
                .until(() -> {
                    JsonNode health = ada.get("/api/health").json();
                    return health.path("status").asText().matches(status)
                            && health.path("parts").path("kafka").asText().equals(kafka);
                });
    }

    private List<Acknowledged> talk(String room, AtomicBoolean enough) {
        List<Acknowledged> acknowledged = new ArrayList<>();
        for (int i = 1; !enough.get(); i++) {
            String clientId = "c-" + i;
            acknowledged.add(new Acknowledged(clientId, post(room, clientId, "message " + i)));
        }
        return acknowledged;
    }

    /// Repeats the send until it is acknowledged, as a client does.
    private long post(String room, String clientId, String content) {
        String body = Http.JSON
                .createObjectNode()
                .put("content", content)
                .put("clientId", clientId)
                .toString();
        return Awaitility.await("message " + clientId + " is acknowledged")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .ignoreException(UncheckedIOException.class)
                .until(
                        () -> {
                            Http.Answer answer = ada.post("/api/rooms/" + room + "/messages", body);
                            return answer.status() == 201 || answer.status() == 200
                                    ? answer.json().path("sequence").asLong()
                                    : refused(answer);
                        },
                        sequence -> sequence > 0);
    }

    /// Only refusals that invite to try again are accepted.
    private static long refused(Http.Answer answer) {
        if (answer.status() != 502 && answer.status() != 503 && answer.status() != 504) {
            throw new AssertionError("unexpected answer: " + answer);
        }
        return 0;
    }

    private long lastSequence(String room) {
        return ada.get("/api/rooms/" + room).json().path("lastSequence").asLong();
    }

    private void awaitProgress(String room, long sequence) {
        Awaitility.await("the room is at " + sequence)
                .atMost(PATIENCE)
                .ignoreException(UncheckedIOException.class)
                .until(() -> lastSequence(room) >= sequence);
    }

    private List<JsonNode> history(String room) {
        List<JsonNode> messages = new ArrayList<>();
        long after = 0;
        for (boolean more = true; more; ) {
            JsonNode page = ada.get("/api/rooms/" + room + "/messages?limit=200&after=" + after)
                    .expect(200)
                    .json();
            page.path("items").forEach(messages::add);
            after = messages.getLast().path("sequence").asLong();
            more = page.path("hasMore").asBoolean();
        }
        return messages;
    }

    private String startOnboarding(String address) {
        String body = "{\"type\":\"onboarding\",\"id\":\"w-" + UUID.randomUUID() + "\",\"input\":{\"userId\":\"u-"
                + UUID.randomUUID() + "\",\"email\":\"" + address + "\",\"name\":\"Kim\"}}";
        return retry(() -> ada.post("/api/workflow/start", body)).path("id").asText();
    }

    private String uploadPdf(String room, String word, int number) {
        byte[] pdf = Samples.pdf(List.of("Document " + number + " about " + word));
        String key = UUID.randomUUID().toString();
        return retry(() -> ada.upload(
                        "document-" + number + ".pdf",
                        "application/pdf",
                        pdf,
                        Map.of("room", room),
                        "Idempotency-Key",
                        key))
                .path("id")
                .asText();
    }

    private static JsonNode retry(java.util.function.Supplier<Http.Answer> request) {
        Http.Answer answer = Awaitility.await("the request is accepted")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .ignoreException(UncheckedIOException.class)
                .until(request::get, given -> given.status() < 300 || refused(given) > 0);
        return answer.json();
    }

    private List<String> announced(String room) {
        return ada.get("/api/rooms/" + room + "/messages?limit=200")
                .expect(200)
                .json()
                .path("items")
                .findValuesAsText("fileId");
    }

    private List<String> found(String word, String kind) {
        return Findings.of(ada, word, "&kind=" + kind).stream()
                .map(item -> item.path("id").asText())
                .toList();
    }
}
