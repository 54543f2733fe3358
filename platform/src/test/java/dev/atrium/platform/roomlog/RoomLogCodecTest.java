package dev.atrium.platform.roomlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.event.UndecodableException;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

final class RoomLogCodecTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901Z");
    private static final TenantId TENANT = new TenantId("acme");
    private static final Actor ADA = new Actor("user:ada", "Ada");

    @Test
    void everyEntryIsReadAsItWasWritten() {
        RoomEvent created = new RoomEvent.RoomCreated(
                TENANT, "r", 1, NOW, "Lobby", RoomEvent.Kind.NARRATIVE, RoomEvent.Visibility.PRIVATE, ADA);
        RoomEvent plain = new RoomEvent.MessagePosted(TENANT, "r", 2, NOW, "m", ADA, "hello", null, null);
        RoomEvent withFile = new RoomEvent.MessagePosted(
                TENANT, "r", 3, NOW, "m", ADA, "a file", "c-1", new RoomEvent.Attachment("f", "a.png", "image/png"));
        RoomEvent answer = new RoomEvent.MessagePosted(
                TENANT, "r", 4, NOW, "m", ADA, "@Bob, no", "c-1", null, "m-0", List.of("Bob"));
        RoomEvent.Original original =
                new RoomEvent.Original(3, NOW, ADA, new RoomEvent.Attachment("f", "a.png", "image/png"));
        RoomEvent edited = new RoomEvent.MessageEdited(
                TENANT, "r", 5, NOW, "m", original, "@Eve", List.of("Eve"), List.of("e-1", "e-2"));
        RoomEvent deleted = new RoomEvent.MessageDeleted(TENANT, "r", 6, NOW, "m", original, ADA);
        RoomEvent hidden = new RoomEvent.MessageHidden(TENANT, "r", 6, NOW, "m", original, ADA);
        RoomEvent shown =
                new RoomEvent.MessageShown(TENANT, "r", 7, NOW, "m", original, "@Eve", List.of("Eve"), "m-0", ADA);
        RoomEvent reported = new RoomEvent.MessageReported(
                TENANT,
                "r",
                8,
                NOW,
                "m",
                new RoomEvent.MessagePosted(TENANT, "r", 3, NOW, "m", ADA, "x", "c", null),
                ADA,
                RoomEvent.ReportReason.SPAM,
                null);
        RoomEvent reacted = new RoomEvent.MessageReacted(TENANT, "r", 7, NOW, "m", ADA, "👍", true);

        RoomEvent changed = new RoomEvent.DocumentChanged(
                TENANT, "r", 4, NOW, ADA, "[[{}],[{\"v\":[\"\ufffc\",\"NjEtLV-----mmxrx\"]}],1]");
        RoomEvent applied = new RoomEvent.OperationsApplied(
                TENANT,
                "r",
                8,
                NOW,
                ADA,
                "o-1",
                List.of(
                        new RoomEvent.ObjectChange("a/b", "{\"x\":null}", 0),
                        new RoomEvent.ObjectChange("a/c", "null", 3),
                        new RoomEvent.ObjectChange("a/d", null, 4)));
        RoomEvent schema = new RoomEvent.SchemaChanged(
                TENANT, "r", 9, NOW, ADA, "shapes", new RoomEvent.ObjectSchema("a/*", "{}", "merge"));
        RoomEvent noSchema = new RoomEvent.SchemaChanged(TENANT, "r", 10, NOW, ADA, "shapes", null);

        RoomEvent ending = new RoomEvent.MessagePosted(
                TENANT, "r", 8, NOW, "m", ADA, "done", "c-2", null, null, List.of(), "main");
        RoomEvent draft = new RoomEvent.DraftSaved(TENANT, "r", 9, NOW, "user:ada", "main", "not yet");
        RoomEvent read = new RoomEvent.MarkersMoved(TENANT, "r", 10, NOW, Map.of("user:ada", 8L, "user:bob", 2L));

        for (RoomEvent event : List.of(
                created, plain, withFile, answer, edited, deleted, hidden, shown, reported, reacted, changed, applied,
                schema, noSchema, ending, draft, read)) {
            RoomLogEntry.Written written = new RoomLogEntry.Written(7, 42, event);
            assertEquals(written, RoomLogCodec.decode(consumed(RoomLogCodec.encode(3, written, null))));
        }
        RoomLogEntry.ShardOpened opened = new RoomLogEntry.ShardOpened(8, "node-a", "attempt-1");
        assertEquals(opened, RoomLogCodec.decode(consumed(RoomLogCodec.encode(3, opened, NOW))));
    }

    @Test
    void everyChangeOfAccessIsReadAsItWasWritten() {
        Actor bob = new Actor("user:bob", "Bob");
        List<RoomEvent> events = List.of(
                new RoomEvent.RoomChanged(
                        TENANT, "r", 2, NOW, ADA, "Hall", RoomEvent.Visibility.PUBLIC, RoomEvent.Role.VIEWER),
                new RoomEvent.MemberSet(TENANT, "r", 3, NOW, ADA, bob, RoomEvent.Role.COMMENTER),
                new RoomEvent.MemberSet(
                        TENANT,
                        "r",
                        3,
                        NOW,
                        Teams.ACTOR,
                        bob,
                        RoomEvent.Role.EDITOR,
                        null,
                        Map.of("t", RoomEvent.Role.EDITOR)),
                new RoomEvent.MemberJoined(TENANT, "r", 4, NOW, bob, RoomEvent.Role.EDITOR, "l", 1),
                new RoomEvent.MemberRemoved(TENANT, "r", 5, NOW, ADA, "user:bob"),
                new RoomEvent.MemberBanned(TENANT, "r", 6, NOW, ADA, "user:bob", NOW.plusSeconds(60), "noise"),
                new RoomEvent.MemberBanned(TENANT, "r", 7, NOW, ADA, "user:eve", null, null),
                new RoomEvent.MemberUnbanned(TENANT, "r", 8, NOW, ADA, "user:bob"),
                new RoomEvent.LinkMade(TENANT, "r", 9, NOW, ADA, "l", "00ff", RoomEvent.Role.EDITOR, NOW, 5),
                new RoomEvent.LinkMade(TENANT, "r", 10, NOW, ADA, "k", "00ff", RoomEvent.Role.EDITOR, null, null),
                new RoomEvent.LinkRevoked(TENANT, "r", 11, NOW, ADA, "l"),
                new RoomEvent.RoomArchived(TENANT, "r", 12, NOW, ADA, true),
                new RoomEvent.RoomDeleted(TENANT, "r", 13, NOW, ADA));

        for (RoomEvent event : events) {
            RoomLogEntry.Written written = new RoomLogEntry.Written(7, 42, event);
            assertEquals(written, RoomLogCodec.decode(consumed(RoomLogCodec.encode(3, written, null))));
        }
    }

    @Test
    void namesInTheLogAreThoseOfTheApi() {
        RoomEvent created = new RoomEvent.RoomCreated(
                TENANT, "r", 1, NOW, "Lobby", RoomEvent.Kind.CANVAS, RoomEvent.Visibility.PUBLIC, ADA);

        ProducerRecord<byte[], byte[]> record = RoomLogCodec.encode(0, new RoomLogEntry.Written(1, 0, created), null);

        String json = new String(record.value(), StandardCharsets.UTF_8);
        assertTrue(json.contains("\"kind\":\"canvas\"") && json.contains("\"visibility\":\"public\""), json);
    }

    @Test
    void aMessageOfAnEarlierVersionAnswersNothingAndNamesNobody() {
        RoomEvent event = new RoomEvent.MessagePosted(TENANT, "r", 2, NOW, "m", ADA, "hello", null, null);
        String json = Json.write(event);

        assertTrue(json.contains(",\"mentions\":[]") && !json.contains("replyTo"), json);
        assertEquals(event, Json.read(json.replace(",\"mentions\":[]", ""), RoomEvent.MessagePosted.class));
    }

    /// The writer of JSON works in pieces: a pair may be at any place in one, or in two.
    @Test
    void emojiAreFourBytesWhereverTheyAreAndHalvesOfThemStayAsTheyAre() {
        for (int before = 0; before < 16; before++) {
            String text = "x".repeat(before) + "\ud83d" + "😀".repeat(20_000) + "\ude00\ud83d\ud83d";
            RoomEvent event = new RoomEvent.MessagePosted(TENANT, "r", 2, NOW, "m", ADA, text, null, null);
            RoomLogEntry.Written written = new RoomLogEntry.Written(7, 42, event);

            ProducerRecord<byte[], byte[]> record = RoomLogCodec.encode(3, written, null);

            assertTrue(record.value().length < 82_000, () -> record.value().length + " bytes");
            assertEquals(written, RoomLogCodec.decode(consumed(record)));
        }
    }

    @Test
    void anEventFitsIfABrokerTakesItsRecord() {
        RoomEvent large = new RoomEvent.DocumentChanged(TENANT, "r", 4, NOW, ADA, "é".repeat(500_000));
        RoomEvent tooLarge = new RoomEvent.DocumentChanged(TENANT, "r", 4, NOW, ADA, "é".repeat(520_000));

        assertTrue(RoomLogCodec.fits(large));
        assertFalse(RoomLogCodec.fits(tooLarge));
    }

    @Test
    void aTypeOfALaterVersionStillCounts() {
        RoomEvent event = new RoomEvent.MessagePosted(TENANT, "r", 2, NOW, "m", ADA, "hello", null, null);
        ProducerRecord<byte[], byte[]> record = RoomLogCodec.encode(0, new RoomLogEntry.Written(7, 42, event), null);
        record.headers().remove("ce_type");
        record.headers().add("ce_type", "atrium.room.folded.v9".getBytes(StandardCharsets.UTF_8));

        assertEquals(new RoomLogEntry.Unknown(7, 42), RoomLogCodec.decode(consumed(record)));
    }

    @Test
    void anEventThatWasKeptIsReadAsItWas() {
        RoomEvent event = new RoomEvent.MessageReacted(TENANT, "r", 7, NOW, "m", ADA, "👍", true);

        assertEquals("atrium.room.message-reacted.v1", RoomLogCodec.type(event));
        assertEquals(Optional.of(event), RoomLogCodec.event(RoomLogCodec.type(event), Json.write(event)));
        assertEquals(Optional.empty(), RoomLogCodec.event("atrium.room.folded.v9", Json.write(event)));
    }

    @Test
    void whatNoVersionCanHaveWrittenIsRefused() {
        ConsumerRecord<byte[], byte[]> bare = new ConsumerRecord<>("rooms.log", 0, 5, null, new byte[] {1, 2});

        UndecodableException refusal = assertThrows(UndecodableException.class, () -> RoomLogCodec.decode(bare));

        assertEquals("undecodable record at rooms.log-0@5", refusal.getMessage());
    }

    @Test
    void epochsBeginAtOneAndPositionsAtZero() {
        RoomEvent event = new RoomEvent.MessagePosted(TENANT, "r", 2, NOW, "m", ADA, "hello", null, null);
        ConsumerRecord<byte[], byte[]> noEpoch =
                consumed(RoomLogCodec.encode(0, new RoomLogEntry.Written(0, 0, event), null));
        ConsumerRecord<byte[], byte[]> noPosition =
                consumed(RoomLogCodec.encode(0, new RoomLogEntry.Written(1, -1, event), null));

        assertThrows(UndecodableException.class, () -> RoomLogCodec.decode(noEpoch));
        assertThrows(UndecodableException.class, () -> RoomLogCodec.decode(noPosition));
    }

    @Test
    void aRoomsShardIsKafkasPlacementOfItsId() {
        for (int i = 0; i < 1_000; i++) {
            String room = Ids.next().toString();

            int shard = RoomLogCodec.shard(room, 8);

            assertEquals(BuiltInPartitioner.partitionForKey(room.getBytes(StandardCharsets.UTF_8), 8), shard);
        }
    }

    private static ConsumerRecord<byte[], byte[]> consumed(ProducerRecord<byte[], byte[]> record) {
        return new ConsumerRecord<>(
                record.topic(),
                record.partition() == null ? 0 : record.partition(),
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                record.key(),
                record.value(),
                new RecordHeaders(record.headers()),
                Optional.empty());
    }
}
