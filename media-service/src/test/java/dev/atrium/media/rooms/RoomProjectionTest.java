package dev.atrium.media.rooms;

import static dev.atrium.media.testing.Api.as;
import static dev.atrium.media.testing.Api.form;
import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.media.testing.Api;
import dev.atrium.media.testing.ComponentTest;
import dev.atrium.media.testing.RoomLog;
import dev.atrium.media.testing.Samples;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.follow.Position;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.roomlog.RoomEvent;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@ComponentTest
final class RoomProjectionTest {

    private static final TopicPartition NO_SHARD = new TopicPartition(Topic.ROOMS_LOG.topicName(), 900);

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final Caller caller = Api.someone("rooms");

    @Inject
    RoomProjection projection;

    /// An upload waits for a room for a moment only: on a busy machine it may take longer.
    @Test
    void aRoomThatIsCreatedDuringTheUploadIsReadable() {
        await().until(() -> {
            String room = RoomLog.newId();
            CompletableFuture<Integer> upload =
                    CompletableFuture.supplyAsync(() -> form(caller, "a.txt", "text/plain", Samples.utf8("x"))
                            .part("room", room)
                            .post("/api/upload")
                            .statusCode());
            RoomLog.create(room, caller, RoomEvent.Visibility.PRIVATE);

            return upload.join() == 201;
        });
    }

    @Test
    void whatADeposedOwnerWritesIsNotBelieved() {
        String before = RoomLog.create(caller, RoomEvent.Visibility.PUBLIC);
        await().until(() -> listStatus(before) == 200);
        String room = RoomLog.newIdBeside(before);

        RoomLog.createAsDeposedOwner(room, caller, RoomEvent.Visibility.PUBLIC);

        form(caller, "a.txt", "text/plain", Samples.utf8("x"))
                .part("room", room)
                .post("/api/upload")
                .expect(404);
    }

    @Test
    void theSameEventsAgainChangeNothing() throws SQLException {
        String room = RoomLog.newId();
        List<Followed> batch = List.of(created(room, RoomEvent.Visibility.PRIVATE));

        projection.apply(batch, Map.of(NO_SHARD, new Position(10, 1, 5)));
        projection.apply(batch, Map.of(NO_SHARD, new Position(10, 1, 5)));

        assertEquals(200, listStatus(room));
        assertEquals(new Position(10, 1, 5), projection.positions().get(NO_SHARD));
    }

    @Test
    void whatAnotherLogSaidIsKeptWhenAPartitionIsReadAnew() throws SQLException {
        TopicPartition shard = new TopicPartition(Topic.ROOMS_LOG.topicName(), 902);
        TopicPartition other = new TopicPartition(Topic.ROOMS_LOG.topicName(), 903);
        String room = RoomLog.newId();
        Caller member = Api.someone("rooms");
        Followed joined = said(new RoomEvent.MemberJoined(
                caller.tenant(), room, 3, NOW, actor(member), RoomEvent.Role.VIEWER, "link", 1));
        Followed removed =
                said(new RoomEvent.MemberRemoved(caller.tenant(), room, 4, NOW, actor(caller), member.subject()));
        projection.apply(
                List.of(created(room, RoomEvent.Visibility.PRIVATE), joined, removed),
                Map.of(shard, new Position(10, 1, 5), other, new Position(20, 2, 6)));

        projection.restart(Set.of(shard));
        projection.apply(
                List.of(created(room, RoomEvent.Visibility.PRIVATE), joined), Map.of(shard, new Position(2, 1, 2)));

        assertEquals(404, listStatus(member, room));
        assertEquals(200, listStatus(room));
        assertEquals(new Position(2, 1, 2), projection.positions().get(shard));
        assertEquals(new Position(20, 2, 6), projection.positions().get(other));
    }

    @Test
    void aRoomStaysWhatItWasCreatedAs() throws SQLException {
        String room = RoomLog.newId();
        Caller other = Api.someone("rooms");

        projection.apply(List.of(created(room, RoomEvent.Visibility.PRIVATE)), Map.of());
        projection.apply(List.of(created(room, RoomEvent.Visibility.PUBLIC)), Map.of());

        assertEquals(404, as(other).query("room", room).get("/api/files").statusCode());
    }

    @Test
    void whoMayReadARoomIsTheLatestThatWasSaid() throws SQLException {
        String room = RoomLog.newId();
        Caller member = Api.someone("rooms");
        Followed joined = said(new RoomEvent.MemberJoined(
                caller.tenant(), room, 3, NOW, actor(member), RoomEvent.Role.VIEWER, "link", 1));
        Followed removed =
                said(new RoomEvent.MemberRemoved(caller.tenant(), room, 4, NOW, actor(caller), member.subject()));
        projection.apply(List.of(created(room, RoomEvent.Visibility.PRIVATE)), Map.of());
        assertEquals(404, listStatus(member, room));

        projection.apply(List.of(joined), Map.of());
        assertEquals(200, listStatus(member, room));
        projection.apply(List.of(removed), Map.of());
        assertEquals(404, listStatus(member, room));
        projection.apply(List.of(joined), Map.of());
        assertEquals(404, listStatus(member, room));

        projection.apply(List.of(described(room, 6, RoomEvent.Visibility.PUBLIC)), Map.of());
        assertEquals(200, listStatus(member, room));
        projection.apply(List.of(described(room, 5, RoomEvent.Visibility.PRIVATE)), Map.of());
        assertEquals(200, listStatus(member, room));
    }

    @Test
    void whoMayOnlyReadARoomPutsNoFilesThere() throws SQLException {
        String room = RoomLog.newId();
        Caller guest = Api.someone("rooms");
        projection.apply(
                List.of(
                        created(room, RoomEvent.Visibility.PUBLIC),
                        said(new RoomEvent.RoomChanged(
                                caller.tenant(),
                                room,
                                2,
                                NOW,
                                actor(caller),
                                "a room",
                                RoomEvent.Visibility.PUBLIC,
                                RoomEvent.Role.VIEWER))),
                Map.of());
        assertEquals(200, listStatus(guest, room));
        assertEquals(403, uploadStatus(guest, room));

        projection.apply(
                List.of(said(new RoomEvent.MemberSet(
                        caller.tenant(), room, 3, NOW, actor(caller), actor(guest), RoomEvent.Role.COMMENTER))),
                Map.of());

        assertEquals(201, uploadStatus(guest, room));
        assertEquals(201, uploadStatus(caller, room));
    }

    @Test
    void anArchivedRoomTakesNoFilesAndIsReadOn() throws SQLException {
        String room = RoomLog.newId();
        projection.apply(List.of(created(room, RoomEvent.Visibility.PRIVATE), archived(room, 3, true)), Map.of());
        assertEquals(409, uploadStatus(caller, room));
        assertEquals(200, listStatus(room));

        projection.apply(List.of(archived(room, 4, false), archived(room, 3, true)), Map.of());

        assertEquals(201, uploadStatus(caller, room));
    }

    @Test
    void filesOfADeletedRoomAreTheirUploadersAlone() throws SQLException {
        String room = RoomLog.newId();
        Caller member = Api.someone("rooms");
        Followed joined = said(new RoomEvent.MemberJoined(
                caller.tenant(), room, 2, NOW, actor(member), RoomEvent.Role.EDITOR, "link", 1));
        projection.apply(List.of(created(room, RoomEvent.Visibility.PUBLIC), joined), Map.of());
        String file = form(member, "a.txt", "text/plain", Samples.utf8("x"))
                .part("room", room)
                .post("/api/upload")
                .path("id");

        projection.apply(
                List.of(said(new RoomEvent.RoomDeleted(caller.tenant(), room, 3, NOW, actor(caller)))), Map.of());
        projection.apply(List.of(joined, described(room, 2, RoomEvent.Visibility.PUBLIC)), Map.of());

        assertEquals(404, listStatus(caller, room));
        assertEquals(404, listStatus(member, room));
        assertEquals(404, uploadStatus(member, room));
        assertEquals(404, as(caller).get("/api/files/{id}", file).statusCode());
        assertEquals(200, as(member).get("/api/files/{id}", file).statusCode());
        assertEquals(204, as(member).delete("/api/files/{id}", file).statusCode());
    }

    @Test
    void whoCreatedARoomMayBeAMemberNoMore() throws SQLException {
        String room = RoomLog.newId();
        projection.apply(List.of(created(room, RoomEvent.Visibility.PRIVATE)), Map.of());
        assertEquals(200, listStatus(room));

        projection.apply(
                List.of(said(
                        new RoomEvent.MemberRemoved(caller.tenant(), room, 5, NOW, actor(caller), caller.subject()))),
                Map.of());

        assertEquals(404, listStatus(room));
    }

    @Test
    void whoIsBannedReadsNothingUntilTheBanEnds() throws SQLException {
        String room = RoomLog.newId();
        Caller guest = Api.someone("rooms");
        projection.apply(List.of(created(room, RoomEvent.Visibility.PUBLIC)), Map.of());
        assertEquals(200, listStatus(guest, room));

        projection.apply(List.of(ban(room, 2, guest, null)), Map.of());
        assertEquals(404, listStatus(guest, room));
        projection.apply(List.of(ban(room, 3, guest, Instant.now().minusSeconds(1))), Map.of());
        assertEquals(200, listStatus(guest, room));
        projection.apply(List.of(ban(room, 4, guest, Instant.now().plusSeconds(600))), Map.of());
        assertEquals(404, listStatus(guest, room));
        projection.apply(
                List.of(said(
                        new RoomEvent.MemberUnbanned(caller.tenant(), room, 5, NOW, actor(caller), guest.subject()))),
                Map.of());
        assertEquals(200, listStatus(guest, room));
        assertEquals(200, listStatus(room));
    }

    @Test
    void positionsOnlyMoveForward() throws SQLException {
        TopicPartition shard = new TopicPartition(Topic.ROOMS_LOG.topicName(), 901);

        projection.apply(List.of(), Map.of(shard, new Position(20, 2, 3)));
        projection.apply(List.of(), Map.of(shard, new Position(15, 1, 9)));

        assertEquals(new Position(20, 2, 3), projection.positions().get(shard));
    }

    @Test
    void positionsAreStoredAsTheLogIsRead() {
        RoomLog.create(caller, RoomEvent.Visibility.PUBLIC);

        await().untilAsserted(() -> assertTrue(projection.positions().values().stream()
                .anyMatch(position -> position.offset() >= 2 && position.epoch() == 1)));
    }

    private static int uploadStatus(Caller who, String room) {
        return form(who, "a.txt", "text/plain", Samples.utf8("x"))
                .part("room", room)
                .post("/api/upload")
                .statusCode();
    }

    private int listStatus(String room) {
        return listStatus(caller, room);
    }

    private static int listStatus(Caller who, String room) {
        return as(who).query("room", room).get("/api/files").statusCode();
    }

    private Followed described(String room, long sequence, RoomEvent.Visibility visibility) {
        return said(new RoomEvent.RoomChanged(
                caller.tenant(), room, sequence, NOW, actor(caller), "a room", visibility, RoomEvent.Role.VIEWER));
    }

    private Followed archived(String room, long sequence, boolean archived) {
        return said(new RoomEvent.RoomArchived(caller.tenant(), room, sequence, NOW, actor(caller), archived));
    }

    private Followed ban(String room, long sequence, Caller who, @Nullable Instant until) {
        return said(new RoomEvent.MemberBanned(
                caller.tenant(), room, sequence, NOW, actor(caller), who.subject(), until, null));
    }

    private static Followed said(RoomEvent event) {
        return new Followed.InRoom(event);
    }

    private static Actor actor(Caller who) {
        return new Actor(who.subject(), who.handle());
    }

    private Followed created(String room, RoomEvent.Visibility visibility) {
        return new Followed.InRoom(new RoomEvent.RoomCreated(
                caller.tenant(),
                room,
                1,
                Instant.now(),
                "a room",
                RoomEvent.Kind.CHAT,
                visibility,
                new Actor(caller.subject(), caller.handle())));
    }
}
