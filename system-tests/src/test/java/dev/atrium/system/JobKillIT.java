package dev.atrium.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `kill -9` of jobs-services while jobs, workflows, cancellations, exports and webhooks are under way (JB-1 to JB-4,
/// JB-9): each ends, and has its effect once. The next blow falls when all nodes are well again.
///
/// The longer form: `-Datrium.kill.jobs=10000 -Datrium.kill.workflows=1000 -Datrium.kill.seconds=600
/// -Datrium.kill.blows=100`: the blows end with the time. What was seen is printed in a line that begins with "kill:".
@Tag(Suite.NODES)
final class JobKillIT {

    private static final int JOBS = Integer.getInteger("atrium.kill.jobs", 400);
    private static final int WORKFLOWS = Integer.getInteger("atrium.kill.workflows", 80);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("atrium.kill.seconds", 30));
    private static final int BLOWS = Integer.getInteger("atrium.kill.blows", 3);
    private static final long SEED = Long.getLong("atrium.kill.seed", System.nanoTime());

    /// Of progress between two blows, so that each hits work.
    private static final int PROGRESS = 20;

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final List<String> FORMATS = List.of("markdown", "pdf");
    private static final int MESSAGES = 40;

    private final Suite suite = Suite.running();
    private final Random random = new Random(SEED);

    @Test
    void whatNodesAreKilledInTheMiddleOfIsDoneOnce() throws IOException {
        try (HookReceiver receiver = new HookReceiver();
                JobLoad load = new JobLoad(suite, random);
                JobNodes nodes = new JobNodes(suite, random)) {
            Person owner = load.people().getFirst();
            String endpoint = register(owner, receiver);
            String room = room(owner);
            List<String> exports = new ArrayList<>();

            nodes.awaitReady();
            load.begin(JOBS, WORKFLOWS, TIME);
            int blows = 0;
            while (blows < BLOWS && !load.isAsked(JOBS + WORKFLOWS)) {
                nodes.awaitReady();
                awaitProgress(load);
                exports.add(beginExport(load, owner, room));
                nodes.killAny();
                blows++;
            }
            nodes.awaitReady();
            Awaitility.await("all is accepted")
                    .atMost(TIME.plus(PATIENCE))
                    .until(() -> load.isAccepted(JOBS + WORKFLOWS));
            exports.forEach(export -> awaitExport(owner, export));

            int retried = jobsAreDone(load);
            int interrupted = workflowsAreComplete(load, exports.size());
            everybodyWasToldOnce(load);
            int mails = eachAddressHasOneMail(load);
            eachExportIsThereOnce(owner, exports);
            eachCompletionWasSent(owner, endpoint, receiver);
            System.out.printf(
                    "kill: nodes=%d blows=%d seconds=%d seed=%d jobs=%d tried-again=%d workflows=%d"
                            + " steps-begun-again=%d told-once=%d mails=%d for %d addresses exports=%d"
                            + " webhooks=%d in %d requests %s%n",
                    nodes.count(),
                    blows,
                    TIME.toSeconds(),
                    SEED,
                    JOBS,
                    retried,
                    WORKFLOWS,
                    interrupted,
                    load.people().stream()
                            .mapToInt(person -> load.titles(person).size())
                            .sum(),
                    mails,
                    load.addresses().size(),
                    exports.size(),
                    receiver.workflows().size(),
                    receiver.received(),
                    load.summary());
            assertTrue(blows > 0, "no blow fell while there was work");
        }
    }

    private static void awaitProgress(JobLoad load) {
        int before = load.accepted();
        Awaitility.await("more is accepted")
                .atMost(PATIENCE)
                .until(() -> load.accepted() >= Math.min(before + PROGRESS, JOBS + WORKFLOWS));
    }

    private static String register(Person owner, HookReceiver receiver) {
        String body = "{\"url\":\"" + receiver.url() + "\",\"eventTypes\":[\"workflow.complete\"]}";
        return owner.post("/api/webhook-endpoints", body)
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    private static String room(Person owner) {
        String room = owner.createRoom("Chronicle");
        for (int i = 0; i < MESSAGES; i++) {
            owner.post("/api/rooms/" + room + "/messages", "{\"content\":\"Message " + i + " of the chronicle\"}")
                    .expect(201);
        }
        return room;
    }

    /// @return its address, once it is under way
    private static String beginExport(JobLoad load, Person owner, String room) {
        String key = UUID.randomUUID().toString();
        String body = "{\"room\":\"" + room + "\",\"formats\":[\"" + String.join("\",\"", FORMATS) + "\"]}";
        String export = "/api/exports/"
                + load.again(() -> owner.post("/api/exports", body, "Idempotency-Key", key))
                        .json()
                        .path("id")
                        .asText();
        Awaitility.await("the export is under way")
                .pollInterval(Duration.ofMillis(20))
                .atMost(PATIENCE)
                .until(() -> load.again(() -> owner.get(export))
                                .json()
                                .path("progress")
                                .asInt()
                        > 0);
        return export;
    }

    private static void awaitExport(Person owner, String export) {
        Awaitility.await(export + " is complete")
                .atMost(PATIENCE)
                .until(() -> owner.get(export)
                        .expect(200)
                        .json()
                        .path("status")
                        .asText()
                        .equals("complete"));
    }

    /// @return how many tries were made again
    private static int jobsAreDone(JobLoad load) {
        String path = "/api/jobs?type=notify.notice";
        int again = 0;
        int jobs = 0;
        for (Person person : load.people()) {
            Awaitility.await("all jobs are done")
                    .atMost(PATIENCE)
                    .until(() -> Pages.all(person, path).stream()
                            .allMatch(job -> job.path("state").asText().equals("done")));
            List<JsonNode> all = Pages.all(person, path);
            jobs += all.size();
            again += all.stream()
                    .mapToInt(job -> job.path("attempts").asInt() - 1)
                    .sum();
        }
        assertEquals(JOBS, jobs);
        return again;
    }

    /// @return how many attempts of steps were made again
    private static int workflowsAreComplete(JobLoad load, int exports) {
        int again = 0;
        int workflows = 0;
        for (Person person : load.people()) {
            Awaitility.await("all workflows have ended as they were asked to")
                    .atMost(PATIENCE)
                    .until(() -> Pages.all(person, "/api/workflows").stream()
                            .allMatch(instance -> Set.of("complete", "cancelled")
                                    .contains(instance.path("status").asText())));
            List<JsonNode> all = Pages.all(person, "/api/workflows");
            workflows += all.size();
            assertTrue(ids(all).containsAll(load.workflows(person)));
            for (String id : load.workflows(person)) {
                again += repetitions(person, id);
            }
        }
        assertEquals(WORKFLOWS + exports, workflows);
        return again;
    }

    /// Each step has ended once, and the transitions are numbered without a gap.
    private static int repetitions(Person person, String id) {
        List<JsonNode> history = Pages.all(person, "/api/workflows/" + id + "/history");
        assertEquals(
                LongStream.rangeClosed(1, history.size()).boxed().toList(),
                history.stream().map(entry -> entry.path("sequence").asLong()).toList());
        List<String> ended = history.stream()
                .filter(entry -> entry.hasNonNull("step"))
                .map(entry -> entry.path("step").asText())
                .toList();
        JsonNode instance = person.get("/api/workflows/" + id).expect(200).json();
        if (instance.path("status").asText().equals("cancelled")) {
            return 0; // a step of it may be without an end
        }
        List<JsonNode> steps = StreamSupport.stream(instance.path("steps").spliterator(), false)
                .toList();
        assertEquals(steps.stream().map(step -> step.path("name").asText()).toList(), ended, id);
        return steps.stream()
                .mapToInt(step -> step.path("attempts").asInt() - 1)
                .sum();
    }

    /// What was withdrawn once or not at all, everything else once.
    private static void everybodyWasToldOnce(JobLoad load) {
        for (Person person : load.people()) {
            List<String> told = Pages.all(person, "/api/notifications?status=inbox").stream()
                    .filter(item -> !item.path("category").asText().equals("export"))
                    .map(item -> item.path("title").asText())
                    .sorted()
                    .toList();
            assertEquals(
                    load.titles(person).stream()
                            .filter(title ->
                                    told.contains(title) || !load.withdrawn().contains(title))
                            .sorted()
                            .toList(),
                    told);
        }
    }

    /// @return how many came; those that came twice have one Message-ID
    private int eachAddressHasOneMail(JobLoad load) {
        int mails = 0;
        for (String address : load.addresses()) {
            List<JsonNode> received = Mails.to(suite, address);
            mails += received.size();
            assertEquals(
                    1,
                    received.stream()
                            .map(mail -> mail.path("messageId").asText())
                            .distinct()
                            .count(),
                    address);
        }
        return mails;
    }

    private static void eachExportIsThereOnce(Person owner, List<String> exports) {
        List<String> files = new ArrayList<>();
        for (String export : exports) {
            JsonNode done = owner.get(export).expect(200).json();
            assertEquals(
                    FORMATS,
                    done.path("files").findValuesAsText("format").stream()
                            .sorted()
                            .toList());
            for (String content : done.path("files").findValuesAsText("content")) {
                assertTrue(owner.get(content).expect(200).body().length > 0);
                files.add(content);
            }
        }
        assertEquals(files.size(), new HashSet<>(files).size());
        assertEquals(files.size(), Pages.all(owner, "/api/files").size());
    }

    private static void eachCompletionWasSent(Person owner, String endpoint, HookReceiver receiver) {
        List<String> complete = ids(Pages.all(owner, "/api/workflows?status=complete")).stream()
                .sorted()
                .toList();
        String deliveries = "/api/webhook-endpoints/" + endpoint + "/deliveries?type=workflow.complete";
        Awaitility.await("all is delivered")
                .atMost(PATIENCE)
                .until(() -> Pages.all(owner, deliveries).stream()
                                .filter(delivery ->
                                        delivery.path("status").asText().equals("delivered"))
                                .count()
                        == complete.size());
        Map<String, String> received = receiver.workflows();
        assertEquals(complete, received.values().stream().sorted().toList());
        assertEquals(
                received.keySet(),
                Pages.all(owner, deliveries).stream()
                        .map(delivery -> delivery.path("eventId").asText())
                        .collect(Collectors.toSet()));
    }

    private static List<String> ids(List<JsonNode> items) {
        return IntStream.range(0, items.size())
                .mapToObj(i -> items.get(i).path("id").asText())
                .toList();
    }
}
