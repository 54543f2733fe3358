package dev.atrium.jobs.restore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.Restorer;
import dev.atrium.platform.web.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes of what an archive says of a room what is to happen in the new one. Pure: the same always
/// gives the same.
///
/// @param ids of what is new
/// @param members subjects of those who may be given rights
/// @param by who gets the room
/// @param at as of when it is decided who may be given what
record RoomHistory(RestoredIds ids, Set<String> members, Actor by, Instant at) {

    /// No ban that ends ends later: what says so was not written by a room.
    private static final Duration LONGEST_BAN = Duration.ofDays(3_660);

    private static final int LONGEST_NAME = 100;
    private static final String INCOMPLETE = " (incomplete)";

    private static final String PREFIX = "atrium.room.";

    /// The event, and the property of it and of a room.
    private static final String ARCHIVED = "archived";

    /// What is a part of a room's history for everybody; who might enter it is decided anew.
    private static final Set<String> RETOLD = Set.of(
            "message-posted",
            "message-edited",
            "message-deleted",
            "message-hidden",
            "message-shown",
            "message-reacted",
            "document-changed",
            "operations-applied",
            "schema-changed");

    /// The room's beginning, before which there is nothing: nobody's, and closed.
    ObjectNode creation(JsonNode head) {
        ObjectNode data = Json.MAPPER.createObjectNode();
        data.put("name", head.path("name").asText());
        data.put("kind", head.path("kind").asText());
        data.put("visibility", "private");
        data.set("owner", Json.MAPPER.valueToTree(Restorer.ACTOR));
        return event("created", head.path("createdAt").asText(), data);
    }

    /// An event with the ids that its things have now.
    ///
    /// @return empty if it is not to happen again
    Optional<ObjectNode> retold(JsonNode event) {
        String type = event.path("type").asText();
        if (!type.startsWith(PREFIX)
                || !RETOLD.contains(type.substring(PREFIX.length()).replaceFirst("\\.v1$", ""))) {
            return Optional.empty();
        }
        ObjectNode again = event.deepCopy();
        if (again.path("data") instanceof ObjectNode data) {
            rename(data, "message");
            rename(data, "replyTo");
            if (data.path("attachment") instanceof ObjectNode attachment) {
                rename(attachment, "fileId");
            }
        }
        return Optional.of(again);
    }

    private void rename(ObjectNode node, String property) {
        if (node.path(property).isTextual()) {
            node.put(property, ids.of(node.path(property).asText()).toString());
        }
    }

    /// Whether the event says that the room is only read from then on, or that it is not any more.
    ///
    /// @return empty if it says neither
    static Optional<Boolean> archived(JsonNode event) {
        return event.path("type").asText().equals(PREFIX + ARCHIVED + ".v1")
                ? Optional.of(event.path("data").path(ARCHIVED).asBoolean())
                : Optional.empty();
    }

    /// Hands the room over: who was banned still is, who asked for the restore owns it, and of its
    /// members those who belong to the organisation come back. What was archived is.
    List<ObjectNode> handOver(JsonNode head, boolean archived) {
        List<ObjectNode> events = new ArrayList<>();
        for (JsonNode ban : head.path("bans")) {
            if (isInForce(ban) && !ban.path("subject").asText().equals(by.subject())) {
                ObjectNode data = data();
                data.put("subject", ban.path("subject").asText());
                copy(ban, data, "expiresAt");
                copy(ban, data, "reason");
                events.add(event("member-banned", at.toString(), data));
            }
        }
        events.add(member(by.subject(), by.handle(), "owner", at.toString()));
        for (JsonNode member : head.path("members")) {
            String subject = member.path("subject").asText();
            if (isGiven(subject)) {
                events.add(member(
                        subject,
                        member.path("handle").asText(),
                        member.path("role").asText(),
                        at.toString()));
            }
        }
        ObjectNode described = data();
        copy(head, described, "name");
        copy(head, described, "visibility");
        copy(head, described, "everyone");
        events.add(event("changed", at.toString(), described));
        if (archived) {
            events.add(event(ARCHIVED, at.toString(), data().put(ARCHIVED, true)));
        }
        events.add(event("member-removed", at.toString(), data().put("subject", Restorer.SUBJECT)));
        return events;
    }

    /// Hands over what there is of a room whose history did not come back as a whole: to one person, and nobody else
    /// sees it.
    ///
    /// @param free how many places may be taken or not: what happens there is nothing
    static List<ObjectNode> endEarly(String name, Actor owner, long free, Instant now) {
        List<ObjectNode> events = new ArrayList<>();
        String at = now.toString();
        for (long i = 0; i < free; i++) {
            events.add(event("nothing", at, data()));
        }
        events.add(member(owner.subject(), owner.handle(), "owner", at));
        String kept = name.substring(0, Math.min(name.length(), LONGEST_NAME - INCOMPLETE.length()));
        events.add(event("changed", at, data().put("name", kept + INCOMPLETE).put("visibility", "private")));
        events.add(event("member-removed", at, data().put("subject", Restorer.SUBJECT)));
        return events;
    }

    /// How many memberships are given back, beside that of who restores.
    long given(JsonNode head) {
        long given = 0;
        for (JsonNode member : head.path("members")) {
            given += isGiven(member.path("subject").asText()) ? 1 : 0;
        }
        return given;
    }

    /// How many are not.
    long strangers(JsonNode head) {
        long strangers = 0;
        for (JsonNode member : head.path("members")) {
            strangers += members.contains(member.path("subject").asText()) ? 0 : 1;
        }
        return strangers;
    }

    private boolean isGiven(String subject) {
        return members.contains(subject) && !subject.equals(by.subject());
    }

    private boolean isInForce(JsonNode ban) {
        String text = ban.path("expiresAt").asText("");
        try {
            if (text.isEmpty()) {
                return true;
            }
            Instant expires = Instant.parse(text);
            return expires.isAfter(at) && !expires.isAfter(at.plus(LONGEST_BAN));
        } catch (DateTimeParseException _) {
            return false;
        }
    }

    private static ObjectNode member(String subject, String handle, String role, String at) {
        ObjectNode data = data();
        data.putObject("member").put("subject", subject).put("handle", handle);
        data.put("role", role);
        return event("member-set", at, data);
    }

    private static ObjectNode data() {
        ObjectNode data = Json.MAPPER.createObjectNode();
        data.set("by", Json.MAPPER.valueToTree(Restorer.ACTOR));
        return data;
    }

    private static void copy(JsonNode from, ObjectNode to, String property) {
        if (from.hasNonNull(property)) {
            to.set(property, from.get(property));
        }
    }

    private static ObjectNode event(String type, String at, ObjectNode data) {
        ObjectNode event = Json.MAPPER.createObjectNode();
        event.put("sequence", 1).put("type", PREFIX + type + ".v1").put("at", at);
        event.set("data", data);
        return event;
    }
}
