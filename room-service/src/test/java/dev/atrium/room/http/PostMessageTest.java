package dev.atrium.room.http;

import static dev.atrium.room.testing.Api.as;
import static dev.atrium.room.testing.Api.post;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.testing.TestTokens;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@ComponentTest
final class PostMessageTest {

    private final String tenant = Api.newTenant();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller bob = Api.user(tenant, "bob");
    private final String room = Api.newRoom(ada);

    @Test
    void aMessageIsAnsweredAsItCanBeReadThen() {
        Answer answer = post(bob, room, "Hello 🙂", "c-1");

        answer.expect(201)
                .body("roomId", equalTo(room))
                .body("sequence", equalTo(2))
                .body("sender.subject", equalTo("user:bob"))
                .body("content", equalTo("Hello 🙂"))
                .body("clientId", equalTo("c-1"))
                .body("attachment", nullValue());
        as(ada).get("/api/rooms/{id}/messages", room)
                .expect(200)
                .body("items[0]", equalTo(answer.path("")))
                .body("hasMore", equalTo(false));
        as(ada).get("/api/rooms/{id}", room).body("lastSequence", equalTo(2));
    }

    @Test
    void whoMayOnlyCommentSendsAndChangesNothingElse() {
        Caller commenter = TestTokens.caller("user:cyd", tenant, "rooms:read", "messages:write");

        assertEquals(201, post(commenter, room, "Hello", "c-1").statusCode());
        as(commenter).body(Map.of("name", "Mine")).post("/api/rooms").expect(403);
        as(commenter)
                .body(Map.of("operations", List.of()))
                .post("/api/rooms/{id}/operations", room)
                .expect(403);
    }

    /// What another of our services says on nobody's behalf, such as the welcome of a new user.
    @Test
    void aProgramOfTheSuiteSpeaksInAPrivateRoomOfSomebody() {
        String diary = Api.newPrivateRoom(ada);
        Caller program = TestTokens.caller("system:atrium", tenant, "rooms:write");

        assertEquals(201, post(program, diary, "Welcome", "w-1").statusCode());
        assertEquals(200, post(program, diary, "Welcome", "w-1").statusCode());
        as(ada).get("/api/rooms/{id}/messages", diary)
                .expect(200)
                .body("items.sender.subject", equalTo(List.of("system:atrium")));
        assertEquals(404, post(bob, diary, "Hello").statusCode());
    }

    @Test
    void aRepeatedMessageIsAnsweredWithTheFirstOne() {
        Answer first = post(bob, room, "Hello", "c-1");
        Answer again = post(bob, room, "Hello again", "c-1");
        Answer byHeader = as(bob).header("Idempotency-Key", "c-1")
                .body(Map.of("content", "Hello"))
                .post("/api/rooms/{id}/messages", room);

        assertEquals(201, first.statusCode());
        assertEquals(200, again.statusCode());
        assertEquals(200, byHeader.statusCode());
        assertEquals(first.text(), again.text());
        assertEquals(first.text(), byHeader.text());
        assertEquals(List.of("Hello"), contents());
    }

    @Test
    void anotherSendersClientIdIsAnother() {
        assertEquals(201, post(bob, room, "Bob's", "c-1").statusCode());
        assertEquals(201, post(ada, room, "Ada's", "c-1").statusCode());

        assertEquals(List.of("Bob's", "Ada's"), contents());
    }

    @Test
    void sentManyTimesAtOnceItCountsOnce() {
        List<CompletableFuture<Answer>> answers = IntStream.range(0, 8)
                .mapToObj(_ -> CompletableFuture.supplyAsync(
                        () -> post(bob, room, "Hello", "c-1"), Thread::startVirtualThread))
                .toList();

        List<String> bodies =
                answers.stream().map(answer -> answer.join().text()).distinct().toList();

        assertEquals(1, bodies.size());
        assertEquals(List.of("Hello"), contents());
    }

    @Test
    void sequenceNumbersHaveNoGapsUnderConcurrency() {
        List<CompletableFuture<Answer>> answers = IntStream.range(0, 40)
                .mapToObj(
                        i -> CompletableFuture.supplyAsync(() -> post(bob, room, "m" + i), Thread::startVirtualThread))
                .toList();

        List<Integer> sequences = answers.stream()
                .map(answer -> answer.join().expect(201).<Integer>path("sequence"))
                .sorted()
                .toList();

        assertEquals(IntStream.rangeClosed(2, 41).boxed().toList(), sequences);
    }

    @Test
    void anAttachmentNeedsItsScope() {
        Map<String, Object> body = Map.of(
                "content", "A file", "attachment", Map.of("fileId", "f-1", "name", "a.png", "type", "image/png"));
        Caller jobs = TestTokens.caller("user:bob", tenant, "rooms:read", "rooms:write", "rooms:attach");

        as(bob).body(body)
                .post("/api/rooms/{id}/messages", room)
                .expect(403)
                .body("type", equalTo("/problems/forbidden"));
        as(jobs).body(body)
                .post("/api/rooms/{id}/messages", room)
                .expect(201)
                .body("attachment.fileId", equalTo("f-1"))
                .body("attachment.name", equalTo("a.png"))
                .body("attachment.type", equalTo("image/png"));
        assertEquals(List.of("A file"), contents());
    }

    private List<String> contents() {
        return as(ada).get("/api/rooms/{id}/messages", room).expect(200).path("items.content");
    }
}
