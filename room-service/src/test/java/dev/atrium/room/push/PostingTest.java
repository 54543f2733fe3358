package dev.atrium.room.push;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.shard.Rooms;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What becomes of rows.
@ComponentTest
final class PostingTest {

    @Inject
    Rooms rooms;

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final String room = Api.newRoom(ada);
    private final List<Pushed> rows = new ArrayList<>();

    @Test
    void whatOnlyANewerVersionKnowsWaitsForItAndWhatIsBehindItToo() {
        push("before", new Wanted.Post(null, "before", null, List.of()));
        push("new", new Wanted.Unknown());
        push("behind", new Wanted.Post(null, "behind", null, List.of()));

        assertEquals(List.of(new Verdict.Posted(), new Verdict.Later(), new Verdict.Later()), post());
    }

    /// As one that was pushed before the functions refused it.
    @Test
    void whatComesUnderANameOfTheSuiteIsRefused() {
        for (String name : Pushed.RESERVED) {
            push(name, name, new Wanted.Post(null, "x", null, List.of()));
        }

        assertEquals(
                Collections.nCopies(rows.size(), new Verdict.Refused("sender is a name of the suite itself")), post());
    }

    /// A node may die after what it has posted counts, and before the rows are removed.
    @Test
    void whatIsDoneAgainAfterItCountedChangesNothing() {
        Map<String, String> contents = new HashMap<>();
        long expected = 1;
        for (String message : List.of(Ids.next().toString(), Ids.next().toString())) {
            push(message, new Wanted.Post(message, "x", null, List.of()));
            contents.put(message, "x");
            expected++;
        }
        List<String> messages = List.copyOf(contents.keySet());
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            String content = Character.toString('x' + random.nextInt(3));
            if (random.nextInt(4) == 0) {
                push("o-" + i, new Wanted.Operate("[{\"op\":\"put\",\"path\":\"o\",\"value\":" + i % 3 + "}]"));
                expected++;
            } else {
                String message = messages.get(random.nextInt(2));
                push("e-" + i, new Wanted.Edit(message, content, List.of()));
                expected += content.equals(contents.put(message, content)) ? 0 : 1;
            }
        }
        push("last", new Wanted.Edit(messages.getFirst(), "last", List.of()));
        push("deletion", new Wanted.Delete(messages.getFirst()));

        while (!rows.isEmpty()) {
            List<Verdict> verdicts = post();
            assertEquals(verdicts, post());
            rows.removeAll(rows.stream()
                    .filter(row -> verdicts.get(rows.indexOf(row)) instanceof Verdict.Posted)
                    .toList());
        }

        answer("/api/rooms/{id}").body("lastSequence", equalTo((int) expected + 2));
        answer("/api/rooms/{id}/messages/" + messages.getLast())
                .body("content", equalTo(contents.get(messages.getLast())));
        answer("/api/rooms/{id}/messages/" + messages.getFirst()).body("deleted", equalTo(true));
    }

    private Answer answer(String path) {
        return Api.as(ada).get(path, room).expect(200);
    }

    private void push(String clientId, Wanted wanted) {
        push("billing", clientId, wanted);
    }

    private void push(String sender, String clientId, Wanted wanted) {
        rows.add(new Pushed(rows.size() + 1, tenant, room, sender, clientId, wanted, true));
    }

    /// The verdicts in the rows' order.
    private List<Verdict> post() {
        Map<Pushed, Verdict> verdicts = new Posting(rooms).post(rows);
        return rows.stream().map(verdicts::get).toList();
    }
}
