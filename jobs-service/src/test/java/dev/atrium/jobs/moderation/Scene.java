package dev.atrium.jobs.moderation;

import static dev.atrium.platform.testing.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.rooms.RoomProjection;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.Database;
import dev.atrium.jobs.testing.StandIn;
import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.Restorer;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.roomlog.RoomEvent.ReportReason;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A room in which people write, its owner, and a stand-in for room-service that hides what it is told to.
final class Scene {

    static final String ITEMS = "/api/moderation/items";
    static final String RULES = "/api/moderation/rules";

    private static final Set<String> SCOPES = Set.of("rooms:read", "rooms:write", "notifications:read");
    private static final Actor BOB = new Actor("user:bob", "bob");

    final String tenant = Api.freshTenant();
    final String room = Ids.next().toString();
    final Caller owner = person("ada");
    final Caller admin = new Caller("user:boss", new TenantId(tenant), "boss", Set.of("admin"), SCOPES);

    private final RoomProjection rooms;
    private final Database database;
    private final StandIn roomService;
    private final List<RoomEvent> happened = new ArrayList<>();

    Scene(RoomProjection rooms, Database database, StandIn roomService) {
        this.rooms = rooms;
        this.database = database;
        this.roomService = roomService;
        happens(new RoomEvent.RoomCreated(
                new TenantId(tenant),
                room,
                next(),
                Instant.now(),
                "Lobby",
                RoomEvent.Kind.CHAT,
                RoomEvent.Visibility.PRIVATE,
                owner.actor()));
        member("bob");
    }

    Caller person(String name) {
        return new Caller("user:" + name, new TenantId(tenant), name, Set.of("member"), SCOPES);
    }

    void member(String name) {
        happens(new RoomEvent.MemberSet(
                new TenantId(tenant),
                room,
                next(),
                Instant.now(),
                owner.actor(),
                person(name).actor(),
                RoomEvent.Role.COMMENTER));
    }

    /// Makes a rule of all rooms, as an admin.
    JsonNode ruleOfAll(String check) {
        String body = "{\"name\":\"a rule\",\"check\":%s,\"action\":\"flag\"}".formatted(check);
        return read(Api.post(admin, RULES, body).expect(201).text());
    }

    /// Makes a rule of the room; gives it.
    JsonNode rule(String check, String action) {
        String body =
                "{\"room\":\"%s\",\"name\":\"a rule\",\"check\":%s,\"action\":\"%s\"}".formatted(room, check, action);
        return read(Api.post(owner, RULES, body).expect(201).text());
    }

    MessagePosted post(String content) {
        return post(BOB, content);
    }

    MessagePosted post(Actor sender, String content) {
        String id = Ids.next().toString();
        roomService.on("/internal/rooms/" + room + "/messages/" + id + "/hidden", 200, "{}");
        MessagePosted posted =
                new MessagePosted(new TenantId(tenant), room, next(), Instant.now(), id, sender, content, null, null);
        happens(posted);
        return posted;
    }

    /// @return the message as it is then
    MessagePosted edit(MessagePosted message, String content) {
        happens(new RoomEvent.MessageEdited(
                message.tenant(),
                room,
                next(),
                Instant.now(),
                message.message(),
                original(message),
                content,
                List.of(),
                List.of()));
        return new MessagePosted(
                message.tenant(),
                room,
                message.sequence(),
                message.at(),
                message.message(),
                message.sender(),
                content,
                null,
                message.attachment());
    }

    void hide(MessagePosted message) {
        happens(new RoomEvent.MessageHidden(
                message.tenant(),
                room,
                next(),
                Instant.now(),
                message.message(),
                original(message),
                Moderation.SYSTEM));
    }

    /// The history of the room begins to be brought back, or has been.
    void restores(boolean begins) {
        happens(
                begins
                        ? new RoomEvent.MemberSet(
                                new TenantId(tenant),
                                room,
                                next(),
                                Instant.now(),
                                Restorer.ACTOR,
                                Restorer.ACTOR,
                                RoomEvent.Role.OWNER)
                        : new RoomEvent.MemberRemoved(
                                new TenantId(tenant), room, next(), Instant.now(), Restorer.ACTOR, Restorer.SUBJECT));
    }

    void delete(MessagePosted message) {
        happens(new RoomEvent.MessageDeleted(
                message.tenant(), room, next(), Instant.now(), message.message(), original(message), message.sender()));
    }

    void deleteRoom() {
        happens(new RoomEvent.RoomDeleted(new TenantId(tenant), room, next(), Instant.now(), owner.actor()));
    }

    void report(MessagePosted message, String reporter) {
        happens(new RoomEvent.MessageReported(
                message.tenant(),
                room,
                next(),
                Instant.now(),
                message.message(),
                message,
                person(reporter).actor(),
                ReportReason.SPAM,
                "look"));
    }

    /// All of it is read from the log once more.
    void happensAgain() {
        apply(happened);
    }

    /// What the room was asked about a message, in order: `POST` hides, `DELETE` shows.
    List<String> asked(MessagePosted message) {
        return roomService.asked("/internal/rooms/" + room + "/messages/" + message.message() + "/hidden").stream()
                .map(StandIn.Asked::method)
                .toList();
    }

    void awaitAsked(MessagePosted message, String last) {
        await().until(() ->
                !asked(message).isEmpty() && asked(message).getLast().equals(last));
    }

    /// Waits until the item of a message has a status.
    JsonNode awaitItem(MessagePosted message, String status) {
        await().until(() -> item(message).path("status").asText().equals(status));
        return item(message);
    }

    /// Waits until everything that happened was looked at.
    void awaitLookedAt() {
        await().until(() -> database.number(tenant, "select count(*) from moderation_event") == 0
                && database.number(
                                tenant,
                                "select count(*) from job where type in ('moderation.check', 'moderation.hook')"
                                        + " and state not in ('done', 'dead')")
                        == 0);
    }

    JsonNode item(MessagePosted message) {
        return read(Api.as(owner).get(ITEMS + "/" + message.message()).text());
    }

    JsonNode decide(MessagePosted message, String decision, String reason) {
        return read(
                Api.post(owner, ITEMS + "/" + message.message() + "/" + decision, Json.write(Map.of("reason", reason)))
                        .expect(200)
                        .text());
    }

    List<String> titles(Caller who) {
        JsonNode inbox = read(Api.as(who).get("/api/notifications").text());
        List<String> titles = new ArrayList<>();
        inbox.path("items").forEach(item -> titles.add(item.path("title").asText()));
        return titles;
    }

    void awaitTitle(Caller who, String part) {
        await().until(() -> titles(who).stream().anyMatch(title -> title.contains(part)));
    }

    static JsonNode read(String json) {
        return Json.read(json, JsonNode.class);
    }

    private static RoomEvent.Original original(MessagePosted message) {
        return new RoomEvent.Original(message.sequence(), message.at(), message.sender(), message.attachment());
    }

    private long next() {
        return happened.size() + 1L;
    }

    private void happens(RoomEvent event) {
        happened.add(event);
        apply(List.of(event));
    }

    private void apply(List<RoomEvent> events) {
        try {
            rooms.apply(events.stream().<Followed>map(Followed.InRoom::new).toList(), Map.of());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
