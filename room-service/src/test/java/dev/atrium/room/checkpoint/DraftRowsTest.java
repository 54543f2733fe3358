package dev.atrium.room.checkpoint;

import static dev.atrium.room.chat.Samples.ADA;
import static dev.atrium.room.chat.Samples.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.DraftSaved;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.testing.Patience;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.chat.Draft;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Drafts as they are stored.
@ComponentTest
final class DraftRowsTest {

    @Inject
    Checkpoint checkpoint;

    @Inject
    RoomStore store;

    @Inject
    Pool pool;

    private final RoomKey room =
            new RoomKey(new TenantId(Api.newTenant()), Ids.next().toString());

    @Test
    void theNewestStaysInWhateverOrderItIsWritten() {
        List<RoomEvent> events = List.of(
                saved(2, "user:ada", "main", "one"),
                saved(3, "user:ada", "main", "two"),
                saved(4, "user:bob", "main", "bob's"),
                saved(5, "user:ada", "other", "x"),
                saved(6, "user:ada", "other", ""),
                saved(7, "user:ada", "sent", "x"),
                ending(8, "sent"));
        write(events);

        write(events);
        write(events.subList(0, 1));
        write(events.subList(3, 4));
        write(events.subList(5, 6));

        assertEquals(List.of(new Draft("main", "two", NOW, 3)), drafts("user:ada"));
        assertEquals(List.of(new Draft("main", "bob's", NOW, 4)), drafts("user:bob"));
    }

    @Test
    void onlyTheNewestTwentyOfAPersonStay() {
        List<RoomEvent> events = new ArrayList<>();
        events.add(saved(1, "user:bob", "k", "bob's"));
        IntStream.range(0, 300).forEach(i -> events.add(saved(2 + i, "user:ada", "k" + i, i % 3 == 0 ? "" : "x")));

        write(events);
        write(events.subList(0, 50));

        assertEquals(20, drafts("user:ada").size());
        assertEquals(
                273,
                drafts("user:ada").stream().mapToLong(Draft::sequence).min().orElseThrow());
        assertEquals(1, drafts("user:bob").size());
    }

    @Test
    void aTenantSeesItsOwnRowsOnly() {
        write(List.of(saved(2, "user:ada", "main", "one")));

        RoomKey seenByOther = new RoomKey(new TenantId(Api.newTenant()), room.room());
        assertEquals(List.of(), store.drafts(seenByOther, "user:ada").await().atMost(Patience.USUAL));
        long seenWithoutTenant = pool.query("select count(*) from draft")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0))
                .await()
                .atMost(Patience.USUAL);
        assertEquals(0, seenWithoutTenant);
    }

    private DraftSaved saved(long sequence, String subject, String key, String content) {
        return new DraftSaved(room.tenant(), room.room(), sequence, NOW, subject, key, content);
    }

    private MessagePosted ending(long sequence, String draft) {
        return new MessagePosted(
                room.tenant(),
                room.room(),
                sequence,
                NOW,
                Ids.next().toString(),
                ADA,
                "sent",
                "c",
                null,
                null,
                List.of(),
                draft);
    }

    private List<Draft> drafts(String subject) {
        return store.drafts(room, subject).await().atMost(Patience.USUAL);
    }

    private void write(List<RoomEvent> events) {
        checkpoint.write(events).await().atMost(Patience.USUAL);
    }
}
