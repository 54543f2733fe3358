package dev.atrium.room.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.Restorer;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.ObjectSchema;
import dev.atrium.platform.roomlog.Teams;
import dev.atrium.platform.web.Json;
import dev.atrium.room.access.Lifetime;
import dev.atrium.room.access.Wish;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Emoji;
import dev.atrium.room.chat.Mentions;
import dev.atrium.room.chat.Novelty;
import dev.atrium.room.chat.Program;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.Text;
import dev.atrium.room.operation.OperationReader;
import dev.atrium.room.operation.SchemaReader;
import dev.atrium.room.tinybase.Changes;
import dev.atrium.room.tinybase.DocumentLimits;
import dev.atrium.room.tinybase.MessageReader;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an event of a backup asks for when its room is brought back. Backups come from anywhere: each
/// text is checked as if somebody had just sent it, and what the room says to it is asked of the room.
final class Retelling {

    private static final int DOCUMENT_EVENT_MAX = 500_000;
    private static final int REASON_MAX = 500;

    private Retelling() {}

    /// @param limits of the room's document
    /// @return null if it concerns nobody
    /// @throws IllegalArgumentException if it can be no event of a room; the message says why, as a
    ///     sentence's end
    static @Nullable Command command(RoomEvent event, Instant now, DocumentLimits limits) {
        return switch (event) {
            case RoomEvent.RoomCreated created -> {
                text("name", created.name(), Text.NAME_MAX);
                yield new Command.Create(
                        Restorer.ACTOR,
                        created.name(),
                        Objects.requireNonNull(created.kind()),
                        RoomEvent.Visibility.PRIVATE);
            }
            case RoomEvent.MessagePosted posted -> post(posted);
            case RoomEvent.MessageEdited edited -> {
                actor(edited.original().sender());
                text("content", edited.content(), Text.CONTENT_MAX);
                fault("mentions", Mentions.fault(edited.content(), edited.mentions()));
                yield new Command.Edit(
                        edited.original().sender(), id(edited.message()), edited.content(), edited.mentions(), null);
            }
            case RoomEvent.MessageDeleted deleted -> {
                actor(deleted.by());
                yield new Command.Delete(deleted.by(), id(deleted.message()));
            }
            case RoomEvent.MessageHidden hidden ->
                new Command.SetHidden(Program.MODERATION.actor(), id(hidden.message()), true);
            case RoomEvent.MessageShown shown ->
                new Command.SetHidden(Program.MODERATION.actor(), id(shown.message()), false);
            case RoomEvent.MessageReacted reacted -> {
                actor(reacted.by());
                fault("emoji", Emoji.fault(reacted.emoji()));
                yield new Command.React(reacted.by(), id(reacted.message()), reacted.emoji(), reacted.reacted());
            }
            case RoomEvent.DocumentChanged changed -> document(changed, now, limits);
            case RoomEvent.OperationsApplied applied -> operate(applied);
            case RoomEvent.SchemaChanged changed -> schema(changed);
            case RoomEvent.AccessChange change -> access(change, now);
            case RoomEvent.Personal _ -> null;
        };
    }

    private static Command post(RoomEvent.MessagePosted posted) {
        actor(posted.sender());
        // Of a deleted message nothing is left.
        if (!posted.content().isEmpty()) {
            text("content", posted.content(), Text.CONTENT_MAX);
        }
        fault("mentions", Mentions.fault(posted.content(), posted.mentions()));
        RoomEvent.Attachment attachment = posted.attachment();
        if (attachment != null) {
            text("attachment", attachment.fileId(), 64);
            text("attachment", attachment.name(), 255);
            text("attachment", attachment.type(), 127);
        }
        return new Command.Post(
                posted.sender(),
                id(posted.message()),
                posted.content(),
                null,
                attachment,
                posted.replyTo() == null ? null : id(posted.replyTo()),
                posted.mentions(),
                Novelty.EVER);
    }

    /// Without what was written later than it counted, as far as a clock may be ahead: nobody could ever overwrite
    /// it.
    private static @Nullable Command document(RoomEvent.DocumentChanged changed, Instant now, DocumentLimits limits) {
        actor(changed.by());
        if (changed.changes().length() > DOCUMENT_EVENT_MAX) {
            throw new IllegalArgumentException("'changes' must have at most " + DOCUMENT_EVENT_MAX + " characters");
        }
        Changes changes = MessageReader.changes(changed.changes())
                .orElseThrow(() -> new IllegalArgumentException("'changes' must be a TinyBase change set"))
                .believableAt(changed.at().isBefore(now) ? changed.at() : now);
        return changes.isEmpty() ? null : new Command.ChangeDocument(changed.by(), changes, limits);
    }

    private static @Nullable Command operate(RoomEvent.OperationsApplied applied) {
        actor(applied.by());
        if (applied.changes().isEmpty()) {
            return null;
        }
        ArrayNode operations = Json.MAPPER.createArrayNode();
        for (RoomEvent.ObjectChange change : applied.changes()) {
            ObjectNode operation = operations.addObject().put("path", change.path());
            if (change.json() == null) {
                operation.put("op", "remove");
            } else {
                operation.put("op", "put").set("value", json(change.json()));
            }
        }
        OperationReader reader = new OperationReader(operations);
        reader.refused().ifPresent(refused -> {
            throw new IllegalArgumentException(refused.detail());
        });
        return new Command.Operate(applied.by(), reader.operations(), null, Novelty.EVER);
    }

    private static Command schema(RoomEvent.SchemaChanged changed) {
        actor(changed.by());
        if (!SchemaReader.isName(changed.name())) {
            throw new IllegalArgumentException("'name' must be that of a schema");
        }
        ObjectSchema schema = changed.schema();
        if (schema == null) {
            return new Command.SetSchema(changed.by(), changed.name(), null);
        }
        JsonNode json = schema.json() == null ? null : json(schema.json());
        SchemaReader.fault(schema.pattern(), json).ifPresent(refused -> {
            throw new IllegalArgumentException(refused.detail());
        });
        return new Command.SetSchema(
                changed.by(), changed.name(), SchemaReader.read(schema.pattern(), json, schema.conflict()));
    }

    /// By the restorer, whoever did it then.
    private static @Nullable Command access(RoomEvent.AccessChange change, Instant now) {
        Wish wish = switch (change) {
            case RoomEvent.RoomChanged changed -> {
                text("name", changed.name(), Text.NAME_MAX);
                yield new Wish.Describe(changed.name(), changed.visibility(), changed.everyone());
            }
            case RoomEvent.RoomArchived moved -> new Wish.Archive(moved.archived());
            case RoomEvent.MemberSet set -> {
                actor(set.member());
                String subject = set.member().subject();
                yield Teams.isTeam(subject)
                        ? new Wish.PutTeam(team(Teams.id(subject)), Objects.requireNonNull(set.role()))
                        : new Wish.SetMember(subject, set.member().handle(), Objects.requireNonNull(set.role()));
            }
            case RoomEvent.MemberRemoved removed -> new Wish.RemoveMember(subject(removed.subject()));
            case RoomEvent.MemberBanned banned -> ban(banned, now);
            case RoomEvent.RoomDeleted _,
                    RoomEvent.MemberJoined _,
                    RoomEvent.MemberUnbanned _,
                    RoomEvent.LinkMade _,
                    RoomEvent.LinkRevoked _ -> null;
        };
        return wish == null ? null : new Command.ChangeAccess(Restorer.ACTOR, wish);
    }

    /// One that is over is none, nor one that lasts longer than any can.
    private static @Nullable Wish ban(RoomEvent.MemberBanned banned, Instant now) {
        String reason = banned.reason();
        if (reason != null) {
            text("reason", reason, REASON_MAX);
        }
        String subject = subject(banned.subject());
        Instant expires = banned.expiresAt();
        if (expires == null) {
            return new Wish.PutBan(subject, null, reason);
        }
        return Lifetime.mayEnd(expires, now)
                ? new Wish.PutBan(subject, expires.truncatedTo(ChronoUnit.MILLIS), reason)
                : null;
    }

    private static JsonNode json(String text) {
        try {
            return Json.read(text, JsonNode.class);
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException("'json' must be JSON", e);
        }
    }

    private static String team(String team) {
        return RoomKey.parseId(team)
                .orElseThrow(() -> new IllegalArgumentException("'subject' must have the id of a team"))
                .toString();
    }

    private static String id(String message) {
        return RoomKey.parseId(message)
                .orElseThrow(() -> new IllegalArgumentException("'message' must be the id of a message"))
                .toString();
    }

    private static String subject(String subject) {
        text("subject", subject, Text.ACTOR_MAX);
        return subject;
    }

    private static void actor(Actor actor) {
        text("subject", actor.subject(), Text.ACTOR_MAX);
        text("handle", actor.handle(), Text.ACTOR_MAX);
    }

    private static void text(String name, String text, int max) {
        fault(name, Text.fault(text, max));
    }

    private static void fault(String name, Optional<String> fault) {
        fault.ifPresent(what -> {
            throw new IllegalArgumentException("'" + name + "' " + what);
        });
    }
}
