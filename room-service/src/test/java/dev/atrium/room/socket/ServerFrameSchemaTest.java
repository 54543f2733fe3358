package dev.atrium.room.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.web.Json;
import dev.atrium.platform.web.Page;
import dev.atrium.room.chat.Answered;
import dev.atrium.room.chat.Marker;
import dev.atrium.room.chat.MessageView;
import dev.atrium.room.chat.Replies;
import dev.atrium.room.chat.RoomView;
import dev.atrium.room.fanout.ServerFrame;
import dev.atrium.room.live.CursorView;
import dev.atrium.room.live.FrameView;
import dev.atrium.room.live.LiveFrame;
import dev.atrium.room.live.LiveView;
import dev.atrium.room.live.LockView;
import dev.atrium.room.live.PersonView;
import dev.atrium.room.live.PlaybackView;
import dev.atrium.room.operation.ObjectView;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the server says is what `docs/asyncapi.yaml` says.
final class ServerFrameSchemaTest {

    private static final String ID = "0198c2f0-0000-7000-8000-000000000001";
    private static final Instant AT = Instant.parse("2026-11-28T01:02:03.004Z");
    private static final Actor ADA = new Actor("user:ada", "ada");
    private static final Actor BOB = new Actor("key:bob", "");

    private static final FrameDocument DOCUMENT = FrameDocument.fromServer();

    @ParameterizedTest
    @MethodSource("frames")
    void eachFrameIsAsDocumented(Object frame) {
        JsonNode json = Json.read(Json.bytes(frame), JsonNode.class);

        assertEquals(Set.of(), DOCUMENT.frame(json.path("type").asText()).faults(json), json.toString());
    }

    @Test
    void eachKindOfFrameIsDocumentedAndNoOther() {
        Set<String> sent = frames().map(frame -> Json.read(Json.bytes(frame), JsonNode.class)
                        .path("type")
                        .asText())
                .collect(Collectors.toSet());

        assertEquals(
                Stream.of(ServerFrame.class, LiveFrame.class)
                        .flatMap(kind -> Arrays.stream(kind.getPermittedSubclasses()))
                        .collect(Collectors.toSet()),
                frames().map(Object::getClass).collect(Collectors.toSet()));
        assertEquals(DOCUMENT.types(), sent);
    }

    /// Each kind, with as much and as little in it as there can be.
    static Stream<Object> frames() {
        return Stream.concat(serverFrames(), liveFrames());
    }

    private static Stream<ServerFrame> serverFrames() {
        RoomView room = new RoomView(
                ID, "Lobby", RoomEvent.Kind.CHAT, RoomEvent.Visibility.PUBLIC, RoomEvent.Role.EDITOR, true, ADA, AT, 7);
        ServerFrame.Limits limits = new ServerFrame.Limits(1, 2, 3, 4);
        ServerFrame.You ending = new ServerFrame.You("user:ada", "ada", true, RoomEvent.Role.OWNER, 1L, null);
        ServerFrame.You endless =
                new ServerFrame.You("anonymous", "anonymous", false, RoomEvent.Role.VIEWER, null, true);
        Problem plain = Problem.of(ProblemType.CONFLICT, "no");
        Problem detailed = new ProblemException(
                        ProblemType.INVALID_REQUEST,
                        "no",
                        List.of(Problem.Fault.inBody("/content", "no", Map.of("version", 3))),
                        null)
                .problem();
        return Stream.of(
                new ServerFrame.Hello(ServerFrame.Hello.PROTOCOL, room, ending, 7, 5, true, 3, limits),
                new ServerFrame.Hello(ServerFrame.Hello.PROTOCOL, room, endless, 7, 0, false, 0, limits),
                new ServerFrame.Snapshot(9, List.of(leastMessage(), fullMessage()), 1L, objects(), 2),
                new ServerFrame.Snapshot(1, List.of(), null, null, 1),
                new ServerFrame.Message(leastMessage(), null),
                new ServerFrame.Message(fullMessage(), new Answered(ID, new Replies(1, AT))),
                new ServerFrame.MessageChanged(9, fullMessage(), null),
                new ServerFrame.MessageChanged(9, leastMessage(), new Answered(ID, new Replies(0, null))),
                new ServerFrame.Operations(9, objects()),
                new ServerFrame.Ack("c", ID, 3),
                new ServerFrame.Ack("c", null, 3),
                new ServerFrame.Draft("main", "", 3),
                new ServerFrame.Markers(List.of(new Marker("user:ada", 7))),
                new ServerFrame.Refusal(null, plain),
                new ServerFrame.Refusal("c", detailed),
                new ServerFrame.Pong(null, 5),
                new ServerFrame.Pong(1.5, 5),
                new ServerFrame.RenewalDue(5),
                new ServerFrame.Renewed("c", ending),
                CloseCode.MOVED.goodbye(),
                CloseCode.SLOW.goodbye(),
                new ServerFrame.RoomChanged(9, ADA, room),
                new ServerFrame.AccessChanged(9, "member-set", ADA, "user:bob", "bob", RoomEvent.Role.VIEWER),
                new ServerFrame.AccessChanged(9, "member-removed", ADA, "user:bob", null, null),
                new ServerFrame.AccessChanged(9, "banned", ADA, "user:bob", null, null),
                new ServerFrame.AccessChanged(9, "unbanned", ADA, "user:bob", null, null),
                new ServerFrame.Rights(endless),
                CloseCode.EXPIRED.goodbye(),
                CloseCode.OVERLOADED.goodbye(),
                CloseCode.ABUSE.goodbye(),
                CloseCode.EXPELLED.goodbye());
    }

    private static Stream<LiveFrame> liveFrames() {
        LockView lock = new LockView("p", ADA, 1, 2, 3, 0);
        PlaybackView playback = new PlaybackView(true, 1.5, 1, 2, BOB);
        FrameView unsaid = new FrameView(1, "user:ada", "s", 0, null, "{}");
        FrameView said = new FrameView(1, "user:ada", "s", 7, 0.5, "[\"data\"]");
        PersonView person = new PersonView("user:ada", "ada", "busy", "#102030");
        List<PersonView> people = List.of(person, new PersonView("key:bob", "bob", null, null));
        List<CursorView> cursors =
                List.of(new CursorView(1, "user:ada", "{\"x\":1}"), new CursorView(2, "key:b", null));
        return Stream.of(
                new LiveFrame.Snapshot(
                        1,
                        new LiveView(2, 1, new Page<>(people, "next"), List.of(ADA), List.of(lock), playback),
                        cursors,
                        List.of(unsaid, said)),
                new LiveFrame.Snapshot(
                        1,
                        new LiveView(0, 0, new Page<>(List.of(), null), List.of(), List.of(), null),
                        List.of(),
                        List.of()),
                new LiveFrame.Presence(2, 1, people, List.of("user:eve")),
                new LiveFrame.Typing(List.of(ADA, BOB), List.of("user:eve")),
                new LiveFrame.Cursors(cursors),
                new LiveFrame.Locks(List.of(lock), List.of("q")),
                new LiveFrame.Lock("c", "granted", "p", 2L, 3L, null, null),
                new LiveFrame.Lock("c", "queued", "p", null, null, 1, null),
                new LiveFrame.Lock("c", "released", "p", null, null, null, null),
                new LiveFrame.Lock(null, "lost", "p", 2L, null, null, "expired"),
                new LiveFrame.Lock(null, "lost", "p", 2L, null, null, "stolen"),
                new LiveFrame.Lock(null, "lost", "p", 2L, null, null, "revoked"),
                new LiveFrame.Playback(playback),
                new LiveFrame.Frame(unsaid),
                new LiveFrame.Frame(said),
                new LiveFrame.Progress("user:ada", "workflow", "export:1", "export", 3, 10, "page 3"),
                new LiveFrame.Progress("user:ada", "job", ID, "derive", 0, 1, null));
    }

    private static List<ObjectView> objects() {
        return List.of(
                new ObjectView("chapters/3/title", 9, null, "\"Dawn\"", ADA, AT),
                new ObjectView("chapters/4", 9, true, null, ADA, AT),
                new ObjectView("nowhere", 0, true, null, null, null));
    }

    private static MessageView leastMessage() {
        return new MessageView(ID, ID, 1, 1, ADA, "hello", null, null, null, null, AT, null, null, null, null, null);
    }

    private static MessageView fullMessage() {
        return new MessageView(
                ID,
                ID,
                2,
                9,
                ADA,
                "hello @bob",
                new RoomEvent.Attachment(ID, "a.png", "image/png"),
                "c",
                ID,
                List.of("bob"),
                AT,
                AT,
                true,
                true,
                List.of(new MessageView.ReactionView("🎉", 2, List.of("user:ada", "key:bob"))),
                new Replies(2, AT));
    }
}
