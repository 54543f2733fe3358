package dev.atrium.jobs.webhook;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.jobs.rooms.RoomProjection;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.jobs.testing.StandIn;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Who is sent what.
@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class AudienceTest {

    @SuppressWarnings("NullAway.Init")
    StandIn receiver;

    @Inject
    RoomProjection rooms;

    @Inject
    Kafka kafka;

    @Inject
    Database database;

    private final String tenant = Api.freshTenant();
    private final String room = Ids.next().toString();
    private final Caller ada = Api.user(tenant, "ada");
    private final Caller grace = Api.user(tenant, "grace");

    @Test
    void ofAPrivateRoomOnlyItsMembersAreToldAsLongAsTheyAreMembers() throws SQLException {
        Hooks owner = Hooks.register(ada, receiver, "*");
        Hooks member = Hooks.register(grace, receiver, "*");
        Hooks admin = Hooks.register(Api.admin(tenant), receiver, "*");
        Hooks elsewhere = Hooks.register(Api.user(Api.freshTenant(), "ada"), receiver, "*");

        happens(created(ada, RoomEvent.Visibility.PRIVATE));
        happens(posted(2, "for the owner"));
        happens(new RoomEvent.MemberSet(
                ada.tenant(), room, 3, Instant.now(), ada.actor(), grace.actor(), RoomEvent.Role.VIEWER));
        happens(posted(4, "for both"));
        member.awaitAsked(2);
        happens(new RoomEvent.MemberRemoved(ada.tenant(), room, 5, Instant.now(), ada.actor(), grace.subject()));
        happens(posted(6, "for the owner again"));

        owner.awaitAsked(6);
        assertEquals(
                List.of(
                        "member.removed",
                        "member.set",
                        "message.posted",
                        "message.posted",
                        "message.posted",
                        "room.created"),
                sorted(owner));
        await().until(() -> member.receiver().asked(member.path()).size() == 2);
        assertEquals(List.of("member.set", "message.posted"), sorted(member));
        assertEquals(List.of(), admin.typesAsked());
        assertEquals(List.of(), elsewhere.typesAsked());
    }

    @Test
    void whatTheRoomLogSaysIsTold() {
        Hooks hook = Hooks.register(ada, receiver, "*");

        kafka.sendRoomEvents(List.of(created(ada, RoomEvent.Visibility.PRIVATE), posted(2, "hello")));

        hook.awaitAsked(2);
        assertEquals(List.of("message.posted", "room.created"), sorted(hook));
    }

    @Test
    void whatWasWaitingWhenSomebodyWasRemovedIsNotSent() throws SQLException {
        Hooks member = Hooks.register(grace, receiver, "message.*");
        receiver.on(member.path(), 500, "");
        happens(created(ada, RoomEvent.Visibility.PRIVATE));
        happens(new RoomEvent.MemberSet(
                ada.tenant(), room, 2, Instant.now(), ada.actor(), grace.actor(), RoomEvent.Role.VIEWER));
        database.update(tenant, "update webhook_endpoint set not_before = now() + interval '1 hour'");
        happens(posted(3, "secret"));
        happens(new RoomEvent.MemberRemoved(ada.tenant(), room, 4, Instant.now(), ada.actor(), grace.subject()));

        member.patch("{\"description\":\"go on\"}");

        member.awaitStatus(member.deliveries("").path(0).path("id").asText(), "cancelled");
        assertEquals(List.of(), member.typesAsked());
    }

    /// And nothing of what was in it, even if that was waiting.
    @Test
    void theEndOfARoomIsToldToThoseWhoCouldReadIt() throws SQLException {
        Hooks owner = Hooks.register(ada, receiver, "room.*");
        Hooks member = Hooks.register(grace, receiver, "message.*", "room.*");
        Hooks stranger = Hooks.register(Api.user(tenant, "eve"), receiver, "*");
        happens(created(ada, RoomEvent.Visibility.PRIVATE));
        owner.awaitAsked(1);
        happens(new RoomEvent.MemberSet(
                ada.tenant(), room, 2, Instant.now(), ada.actor(), grace.actor(), RoomEvent.Role.VIEWER));
        happens(posted(3, "seen"));
        member.awaitAsked(1);
        String seen =
                member.deliveries("?type=message.posted").path(0).path("id").asText();
        member.awaitStatus(seen, "delivered");
        database.update(tenant, "update webhook_endpoint set not_before = now() + interval '1 hour'");
        happens(posted(4, "secret"));
        happens(new RoomEvent.RoomDeleted(ada.tenant(), room, 5, Instant.now(), ada.actor()));

        owner.patch("{\"description\":\"go on\"}");
        member.patch("{\"description\":\"go on\"}");

        owner.awaitAsked(2);
        member.awaitAsked(2);
        assertEquals(List.of("room.created", "room.deleted"), sorted(owner));
        assertEquals(List.of("message.posted", "room.deleted"), sorted(member));
        assertTrue(member.delivery(seen).path("body").isMissingNode());
        assertEquals(List.of(), stranger.typesAsked());
    }

    @Test
    void whoWasRemovedNoLongerSeesWhatWasSentToThem() throws SQLException {
        Hooks member = Hooks.register(grace, receiver, "message.*");
        happens(created(ada, RoomEvent.Visibility.PRIVATE));
        happens(new RoomEvent.MemberSet(
                ada.tenant(), room, 2, Instant.now(), ada.actor(), grace.actor(), RoomEvent.Role.VIEWER));
        happens(posted(3, "secret"));
        String delivery = member.deliveries("").path(0).path("id").asText();
        assertEquals(
                "secret",
                member.awaitStatus(delivery, "delivered")
                        .at("/body/data/content")
                        .asText());

        happens(new RoomEvent.MemberRemoved(ada.tenant(), room, 4, Instant.now(), ada.actor(), grace.subject()));

        assertTrue(member.delivery(delivery).path("body").isMissingNode());
    }

    @Test
    void ofAPublicRoomEverybodyOfTheOrganisationIsToldWhoIsNotBanned() throws SQLException {
        Hooks reader = Hooks.register(grace, receiver, "message.*");
        Hooks banned = Hooks.register(Api.user(tenant, "mallory"), receiver, "message.*");

        happens(created(ada, RoomEvent.Visibility.PUBLIC));
        happens(new RoomEvent.MemberBanned(
                ada.tenant(), room, 2, Instant.now(), ada.actor(), "user:mallory", null, null));
        RoomEvent hello = posted(3, "hello");
        happens(hello);
        happens(hello);

        reader.awaitAsked(1);
        assertEquals(1, reader.deliveries("").size());
        assertEquals(0, banned.deliveries("").size());
    }

    @Test
    void inTheCommonsOnlyOwnersAreTold() throws SQLException {
        String commons = TenantId.COMMONS.value();
        Caller owner = Api.user(commons, "owner-" + room);
        Caller neighbour = Api.user(commons, "neighbour-" + room);
        Hooks ofOwner = Hooks.register(owner, receiver, "*");
        Hooks ofNeighbour = Hooks.register(neighbour, receiver, "*");

        happens(created(owner, RoomEvent.Visibility.PUBLIC));
        happens(new RoomEvent.MemberSet(
                owner.tenant(), room, 2, Instant.now(), owner.actor(), neighbour.actor(), RoomEvent.Role.EDITOR));
        kafka.send(Ids.next().toString(), uploaded(owner, null, true), null);
        kafka.send(Ids.next().toString(), uploaded(neighbour, null, false), null);

        ofOwner.awaitAsked(3);
        ofNeighbour.awaitAsked(1);
        assertEquals(List.of("file.uploaded", "member.set", "room.created"), sorted(ofOwner));
        assertEquals(List.of("file.uploaded"), sorted(ofNeighbour));
        List.of(ofOwner, ofNeighbour)
                .forEach(hook -> Api.delete(hook.caller(), hook.address()).expect(204));
    }

    @Test
    void filesAreToldToWhoMayReadThem() throws SQLException {
        Hooks owner = Hooks.register(ada, receiver, "file.*");
        Hooks other = Hooks.register(grace, receiver, "file.*");
        happens(created(ada, RoomEvent.Visibility.PRIVATE));

        kafka.send(Ids.next().toString(), uploaded(ada, null, false), null);
        kafka.send(Ids.next().toString(), uploaded(ada, room, false), null);
        kafka.send(Ids.next().toString(), uploaded(ada, null, true), null);

        owner.awaitAsked(3);
        other.awaitAsked(1);
        assertEquals(1, other.deliveries("").size());
        assertTrue(Hooks.read(receiver.asked(other.path()).getFirst().body())
                .at("/data/file/publicRead")
                .asBoolean());
    }

    @Test
    void whoLeavesTheOrganisationIsToldNothingMore() {
        Hooks member = Hooks.register(grace, receiver, "*");
        Hooks stays = Hooks.register(ada, receiver, "*");

        kafka.send(
                Ids.next().toString(),
                new Event.MembershipChanged(ada.tenant(), grace.subject(), grace.handle(), null),
                null);

        await().until(() -> !member.get().path("enabled").asBoolean());
        assertEquals("left", member.get().path("disabledReason").asText());
        assertTrue(stays.get().path("enabled").asBoolean());
        Api.patch(Api.admin(tenant), member.address(), "{\"enabled\":true}").expect(409);
        kafka.send(Ids.next().toString(), new Event.OrganisationDeleted(ada.tenant()), null);
        await().until(() -> !stays.get().path("enabled").asBoolean());
    }

    @Test
    void whatWasDisabledBeforeItsOwnerLeftIsNotEnabledByOthersEither() {
        Hooks member = Hooks.register(grace, receiver, "*");
        member.patch("{\"enabled\":false}");

        kafka.send(
                Ids.next().toString(),
                new Event.MembershipChanged(ada.tenant(), grace.subject(), grace.handle(), null),
                null);

        await().until(() -> member.get().path("disabledReason").asText().equals("left"));
        Api.patch(Api.admin(tenant), member.address(), "{\"enabled\":true}").expect(409);
        Api.patch(Api.admin(tenant), member.address(), "{\"enabled\":true,\"url\":\"https://example.com/admin\"}")
                .expect(200);
    }

    @Test
    void workflowsAreToldToWhomTheyBelong() {
        Hooks owner = Hooks.register(ada, receiver, "workflow.*");
        Hooks other = Hooks.register(grace, receiver, "workflow.*");
        String id = "onboarding:" + Ids.next();

        Api.post(
                        ada,
                        "/api/workflow/start",
                        "{\"type\":\"onboarding\",\"id\":\"" + id
                                + "\",\"input\":{\"userId\":\"u\",\"email\":\"u@example.com\",\"name\":\"U\"}}")
                .expect(202);

        await().until(() -> owner.typesAsked().contains("workflow.complete"));
        assertEquals(List.of(), other.typesAsked());
    }

    private static List<String> sorted(Hooks hook) {
        return hook.typesAsked().stream().sorted().toList();
    }

    private void happens(RoomEvent event) throws SQLException {
        rooms.apply(List.of(new Followed.InRoom(event)), Map.of());
    }

    private RoomEvent created(Caller owner, RoomEvent.Visibility visibility) {
        return new RoomEvent.RoomCreated(
                owner.tenant(), room, 1, Instant.now(), "a room", RoomEvent.Kind.CHAT, visibility, owner.actor());
    }

    private RoomEvent posted(long sequence, String content) {
        return new RoomEvent.MessagePosted(
                ada.tenant(), room, sequence, Instant.now(), "m" + sequence, ada.actor(), content, null, null);
    }

    private static Event uploaded(Caller owner, @Nullable String room, boolean publicRead) {
        return new Event.FileUploaded(
                owner.tenant(),
                new Event.FileInfo(
                        Ids.next().toString(),
                        "a.txt",
                        "text/plain",
                        1,
                        room,
                        publicRead,
                        owner.actor(),
                        Instant.now()));
    }
}
