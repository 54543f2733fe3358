package dev.atrium.room.checkpoint;

import dev.atrium.platform.identity.Actor;
import dev.atrium.room.chat.Excerpt;
import dev.atrium.room.chat.Message;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.Span;
import dev.atrium.room.tinybase.Document;
import dev.atrium.room.tinybase.StoredLeaf;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is stored of rooms as they were: messages and documents; of objects [ObjectStore] knows. Each read sees one
/// tenant only; fails when PostgreSQL does not answer within 5 seconds.
@ApplicationScoped
public final class PastStore {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /// A message that was edited since, but is not deleted, said what its last edit until then says, or what it said
    /// at first; and it had each reaction whose last change until then was to come.
    private static final String MESSAGES = "select m.tenant, m.room, m.sequence, m.id, m.sender_subject,"
            + " m.sender_handle, m.client_id, m.file_id, m.file_name, m.file_type, m.created_at, m.reply_to, m.deleted, m.hidden,"
            + " '[]' as edit_ids, r.reactions,"
            + " case when m.deleted or m.edited <= $2 then m.content"
            + " else coalesce(e.data ->> 'content', m.first_content, m.content) end as content,"
            + " (case when m.deleted or m.edited <= $2 then m.mentions"
            + " else coalesce(e.data -> 'mentions', m.first_mentions, m.mentions) end)::text as mentions,"
            + " case when m.deleted then m.changed else greatest(r.changed, case when m.edited <= $2 then m.edited"
            + " else coalesce(e.sequence, 0) end) end as changed, case when m.deleted or m.edited <= $2 then m.edited_at else e.at end as edited_at"
            + " from message m left join lateral (select j.sequence, j.at, j.data from journal j where j.room = m.room"
            + " and j.about = m.id::text and j.type = 'atrium.room.message-edited.v1' and j.sequence <= $2"
            + " order by j.sequence desc limit 1) e on m.edited > $2 and not m.deleted"
            + " left join lateral (select max(l.sequence) as changed, (jsonb_agg(jsonb_build_array(l.emoji, l.subject)"
            + " order by l.sequence) filter (where l.reacted))::text as reactions from (select distinct on (1, 2)"
            + " j.data ->> 'emoji' as emoji, j.actor_subject as subject, (j.data ->> 'reacted')::boolean as reacted,"
            + " j.sequence from journal j where j.room = m.room and j.about = m.id::text"
            + " and j.type = 'atrium.room.message-reacted.v1' and j.sequence <= $2"
            + " order by 1, 2, j.sequence desc) l) r on m.changed > 0 and not m.deleted where m.room = $1";
    private static final String NEWEST =
            MESSAGES + " and m.sequence <= $2 and m.sequence < $3 order by m.sequence desc limit $4";
    private static final String OLDEST =
            MESSAGES + " and m.sequence <= $2 and m.sequence > $3 order by m.sequence limit $4";
    private static final String VERSIONS = "select * from (select sequence, created_at as at,"
            + " coalesce(first_content, content) as content, coalesce(first_mentions, mentions)::text as mentions"
            + " from message where room = $1 and id = $2 and not deleted union all select j.sequence, j.at,"
            + " j.data ->> 'content', (j.data -> 'mentions')::text from message m join journal j on j.room = m.room"
            + " and j.about = m.id::text and j.type = 'atrium.room.message-edited.v1' where m.room = $1 and m.id = $2"
            + " and not m.deleted) as said where sequence < $3 order by sequence desc limit $4";
    private static final String DOCUMENT = "select v.path, v.json, v.time from document_leaf l cross join lateral"
            + " (select path, json, time from document_version v where v.room = l.room and v.path = l.path"
            + " and v.sequence <= $2 order by v.sequence desc limit 1) v where l.room = $1";

    private static final String LEAF = "select v.sequence, v.json, j.at, j.actor_subject, j.actor_handle"
            + " from document_version v join journal j on j.room = v.room and j.sequence = v.sequence"
            + " where v.room = $1 and v.path = $2 and v.sequence < $3 order by v.sequence desc limit $4";

    private final Reads reads;

    PastStore(Pool pool) {
        this.reads = new Reads(pool, TIMEOUT);
    }

    /// Messages that were there at a sequence number, with the texts and reactions that they had then, unless they are
    /// deleted by now.
    public Uni<Excerpt.Messages> messages(RoomKey key, Span span, long at) {
        int limit = span.limit() + 1;
        return switch (span) {
            case Span.Before before ->
                messages(key, NEWEST, Tuple.of(key.uuid(), at, before.before(), limit))
                        .map(found -> page(found, span.limit(), true));
            case Span.After after ->
                messages(key, OLDEST, Tuple.of(key.uuid(), at, after.after(), limit))
                        .map(found -> page(found, span.limit(), false));
        };
    }

    /// What a message said from a sequence number on.
    public record Said(long sequence, Instant at, String content, List<String> mentions) {

        public Said {
            mentions = List.copyOf(mentions);
        }
    }

    /// What a message said, the newest first; nothing if it is deleted.
    ///
    /// @param below only what it said from before this sequence number on
    public Uni<List<Said>> versions(RoomKey key, String message, long below, int limit) {
        return reads.list(
                key.tenant(),
                VERSIONS,
                Tuple.of(key.uuid(), UUID.fromString(message), below, limit),
                row -> new Said(
                        row.getLong("sequence"),
                        row.getOffsetDateTime("at").toInstant(),
                        row.getString("content"),
                        RoomRows.texts(row.getString("mentions"))));
    }

    /// The document as it was at a sequence number.
    public Uni<Document> document(RoomKey key, long at) {
        return reads.list(key.tenant(), DOCUMENT, Tuple.of(key.uuid(), at), LeafRows::leaf)
                .map(leaves -> {
                    Document document = new Document();
                    document.merge(StoredLeaf.changes(leaves));
                    return document;
                });
    }

    /// What a cell or a value of the document was from a sequence number on.
    ///
    /// @param json null: it was not there
    public record Held(long sequence, @Nullable String json, Actor by, Instant at) {}

    /// What a cell or a value was, the newest first. What was older than what was there when it came is
    /// not among it.
    ///
    /// @param path as [StoredLeaf] has it
    /// @param below only what it was from before this sequence number on
    public Uni<List<Held>> held(RoomKey key, String path, long below, int limit) {
        return reads.list(
                key.tenant(),
                LEAF,
                Tuple.of(key.uuid(), path, below, limit),
                row -> new Held(
                        row.getLong("sequence"),
                        row.getString("json"),
                        new Actor(row.getString("actor_subject"), row.getString("actor_handle")),
                        row.getOffsetDateTime("at").toInstant()));
    }

    private Uni<List<Message>> messages(RoomKey key, String sql, Tuple parameters) {
        return reads.list(key.tenant(), sql, parameters, RoomRows::message);
    }

    /// @param newestFirst as the rows are; the page is ascending
    private static Excerpt.Messages page(List<Message> found, int limit, boolean newestFirst) {
        List<Message> messages = found.stream().limit(limit).toList();
        return new Excerpt.Messages(newestFirst ? messages.reversed() : messages, found.size() > limit);
    }
}
