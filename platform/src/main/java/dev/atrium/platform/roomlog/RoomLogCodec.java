package dev.atrium.platform.roomlog;

import static dev.atrium.platform.event.CloudEvent.required;
import static dev.atrium.platform.event.CloudEvent.utf8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.event.UndecodableException;
import dev.atrium.platform.web.Json;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/// Room log entries as Kafka records: CloudEvents in binary mode, plus the headers `epoch` and `position`.
public final class RoomLogCodec {

    private static final String EPOCH = "epoch";
    private static final String POSITION = "position";
    private static final String SHARD_OPENED = "atrium.shard.opened.v1";
    private static final String ROOM_CREATED = "atrium.room.created.v1";
    private static final String MESSAGE_POSTED = "atrium.room.message-posted.v1";
    private static final String DOCUMENT_CHANGED = "atrium.room.document-changed.v1";
    private static final String MESSAGE_EDITED = "atrium.room.message-edited.v1";
    private static final String MESSAGE_DELETED = "atrium.room.message-deleted.v1";
    private static final String MESSAGE_HIDDEN = "atrium.room.message-hidden.v1";
    private static final String MESSAGE_SHOWN = "atrium.room.message-shown.v1";
    private static final String MESSAGE_REPORTED = "atrium.room.message-reported.v1";
    private static final String MESSAGE_REACTED = "atrium.room.message-reacted.v1";
    private static final String OPERATIONS_APPLIED = "atrium.room.operations-applied.v1";
    private static final String SCHEMA_CHANGED = "atrium.room.schema-changed.v1";
    private static final String DRAFT_SAVED = "atrium.room.draft-saved.v1";
    private static final String MARKERS_MOVED = "atrium.room.markers-moved.v1";
    private static final String ROOM_CHANGED = "atrium.room.changed.v1";
    private static final String ROOM_ARCHIVED = "atrium.room.archived.v1";
    private static final String ROOM_DELETED = "atrium.room.deleted.v1";
    private static final String MEMBER_SET = "atrium.room.member-set.v1";
    private static final String MEMBER_JOINED = "atrium.room.member-joined.v1";
    private static final String MEMBER_REMOVED = "atrium.room.member-removed.v1";
    private static final String MEMBER_BANNED = "atrium.room.member-banned.v1";
    private static final String MEMBER_UNBANNED = "atrium.room.member-unbanned.v1";
    private static final String LINK_MADE = "atrium.room.link-made.v1";
    private static final String LINK_REVOKED = "atrium.room.link-revoked.v1";
    /// What a broker takes as a record, less what there is in it beside the event: its key and its headers.
    private static final int EVENT_BYTES_MAX = (1 << 20) - 16_384;

    /// Writes what lies beyond 16 bits in 4 bytes, as UTF-8 does. By default it is two escapes, which are
    /// 12: a text of emoji would not fit into a record.
    private static final ObjectWriter EVENTS =
            Json.MAPPER.writer().with(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8);

    private static final byte[] SOURCE = utf8("/room-service");
    private static final byte[] SPEC_VERSION = utf8("1.0");

    private record Claim(String node, String attempt) {}

    private RoomLogCodec() {}

    /// The shard of a room: Kafka's own placement of the room's id as a key.
    public static int shard(String room, int shards) {
        return Utils.toPositive(Utils.murmur2(utf8(room))) % shards;
    }

    public static ProducerRecord<byte[], byte[]> encode(int shard, RoomLogEntry.ShardOpened opened, Instant at) {
        byte[] value = Json.bytes(new Claim(opened.node(), opened.attempt()));
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(Topic.ROOMS_LOG.topicName(), shard, null, value);
        attributes(record.headers(), opened.attempt(), SHARD_OPENED, "shard-" + shard, at)
                .add(EPOCH, number(opened.epoch()));
        return record;
    }

    /// @param traceparent trace context of the request that caused the event; null if it was not traced
    public static ProducerRecord<byte[], byte[]> encode(
            int shard, RoomLogEntry.Written written, @Nullable String traceparent) {
        RoomEvent event = written.event();
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topic.ROOMS_LOG.topicName(), shard, utf8(event.room()), value(event));
        String id = event.room() + ":" + event.sequence();
        Headers headers = attributes(record.headers(), id, type(event), event.room(), event.at())
                .add(CloudEvent.TENANT, utf8(event.tenant().value()))
                .add(EPOCH, number(written.epoch()))
                .add(POSITION, number(written.position()));
        if (traceparent != null) {
            headers.add(CloudEvent.TRACEPARENT, utf8(traceparent));
        }
        return record;
    }

    /// Whether the log takes an event: a larger one a broker refuses. It is written for that, so ask only
    /// of large ones.
    public static boolean fits(RoomEvent event) {
        return value(event).length <= EVENT_BYTES_MAX;
    }

    /// @throws UndecodableException if the record is not one of the room log
    public static RoomLogEntry decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            Headers headers = record.headers();
            String type = required(headers, CloudEvent.TYPE);
            long epoch = number(headers, EPOCH, 1);
            if (type.equals(SHARD_OPENED)) {
                Claim claim = Json.read(record.value(), Claim.class);
                return new RoomLogEntry.ShardOpened(epoch, claim.node(), claim.attempt());
            }
            long position = number(headers, POSITION, 0);
            Class<? extends RoomEvent> known = known(type);
            return known == null
                    ? new RoomLogEntry.Unknown(epoch, position)
                    : new RoomLogEntry.Written(epoch, position, Json.read(record.value(), known));
        } catch (RuntimeException e) {
            throw new UndecodableException(record, e);
        }
    }

    /// An event that was kept as JSON.
    ///
    /// @param type as [#type] gave it
    /// @return empty if only a later version knows the type
    /// @throws java.io.UncheckedIOException if the text is not an event of this type
    public static Optional<RoomEvent> event(String type, String json) {
        return Optional.ofNullable(known(type)).map(known -> Json.read(json, known));
    }

    /// Null for a type of a later version.
    private static @Nullable Class<? extends RoomEvent> known(String type) {
        return switch (type) {
            case ROOM_CREATED -> RoomEvent.RoomCreated.class;
            case MESSAGE_POSTED -> RoomEvent.MessagePosted.class;
            case MESSAGE_EDITED -> RoomEvent.MessageEdited.class;
            case MESSAGE_DELETED -> RoomEvent.MessageDeleted.class;
            case MESSAGE_HIDDEN -> RoomEvent.MessageHidden.class;
            case MESSAGE_SHOWN -> RoomEvent.MessageShown.class;
            case MESSAGE_REPORTED -> RoomEvent.MessageReported.class;
            case MESSAGE_REACTED -> RoomEvent.MessageReacted.class;
            case DOCUMENT_CHANGED -> RoomEvent.DocumentChanged.class;
            case OPERATIONS_APPLIED -> RoomEvent.OperationsApplied.class;
            case SCHEMA_CHANGED -> RoomEvent.SchemaChanged.class;
            case DRAFT_SAVED -> RoomEvent.DraftSaved.class;
            case MARKERS_MOVED -> RoomEvent.MarkersMoved.class;
            case ROOM_CHANGED -> RoomEvent.RoomChanged.class;
            case ROOM_ARCHIVED -> RoomEvent.RoomArchived.class;
            case ROOM_DELETED -> RoomEvent.RoomDeleted.class;
            case MEMBER_SET -> RoomEvent.MemberSet.class;
            case MEMBER_JOINED -> RoomEvent.MemberJoined.class;
            case MEMBER_REMOVED -> RoomEvent.MemberRemoved.class;
            case MEMBER_BANNED -> RoomEvent.MemberBanned.class;
            case MEMBER_UNBANNED -> RoomEvent.MemberUnbanned.class;
            case LINK_MADE -> RoomEvent.LinkMade.class;
            case LINK_REVOKED -> RoomEvent.LinkRevoked.class;
            default -> null;
        };
    }

    /// The type of an event, by which it is known as a CloudEvent.
    public static String type(RoomEvent event) {
        return switch (event) {
            case RoomEvent.RoomCreated _ -> ROOM_CREATED;
            case RoomEvent.MessagePosted _ -> MESSAGE_POSTED;
            case RoomEvent.DocumentChanged _ -> DOCUMENT_CHANGED;
            case RoomEvent.MessageEdited _ -> MESSAGE_EDITED;
            case RoomEvent.MessageDeleted _ -> MESSAGE_DELETED;
            case RoomEvent.MessageHidden _ -> MESSAGE_HIDDEN;
            case RoomEvent.MessageShown _ -> MESSAGE_SHOWN;
            case RoomEvent.MessageReported _ -> MESSAGE_REPORTED;
            case RoomEvent.MessageReacted _ -> MESSAGE_REACTED;
            case RoomEvent.OperationsApplied _ -> OPERATIONS_APPLIED;
            case RoomEvent.SchemaChanged _ -> SCHEMA_CHANGED;
            case RoomEvent.DraftSaved _ -> DRAFT_SAVED;
            case RoomEvent.MarkersMoved _ -> MARKERS_MOVED;
            case RoomEvent.RoomChanged _ -> ROOM_CHANGED;
            case RoomEvent.RoomArchived _ -> ROOM_ARCHIVED;
            case RoomEvent.RoomDeleted _ -> ROOM_DELETED;
            case RoomEvent.MemberSet _ -> MEMBER_SET;
            case RoomEvent.MemberJoined _ -> MEMBER_JOINED;
            case RoomEvent.MemberRemoved _ -> MEMBER_REMOVED;
            case RoomEvent.MemberBanned _ -> MEMBER_BANNED;
            case RoomEvent.MemberUnbanned _ -> MEMBER_UNBANNED;
            case RoomEvent.LinkMade _ -> LINK_MADE;
            case RoomEvent.LinkRevoked _ -> LINK_REVOKED;
        };
    }

    private static byte[] value(RoomEvent event) {
        try {
            return EVENTS.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON form: " + type(event), e);
        }
    }

    private static Headers attributes(Headers headers, String id, String type, String subject, Instant at) {
        return headers.add(CloudEvent.SPEC_VERSION, SPEC_VERSION)
                .add(CloudEvent.ID, utf8(id))
                .add(CloudEvent.TYPE, utf8(type))
                .add(CloudEvent.SOURCE, SOURCE)
                .add(CloudEvent.SUBJECT, utf8(subject))
                .add(CloudEvent.TIME, utf8(at.toString()));
    }

    private static long number(Headers headers, String name, long min) {
        long number = Long.parseLong(required(headers, name));
        if (number < min) {
            throw new IllegalArgumentException(name + " is below " + min);
        }
        return number;
    }

    private static byte[] number(long value) {
        return utf8(Long.toString(value));
    }
}
