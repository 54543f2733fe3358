package dev.atrium.jobs.moderation;

import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.web.Json;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Moves items, and sees to what follows: in the room ([ApplyJob]), and for those who are told ([TellJob]). Every
/// method works in the connection's transaction, which holds the item; call [#wake] after its commit.
@ApplicationScoped
class Moderation {

    /// As whom the moderation acts.
    static final Actor SYSTEM = new Actor("system:moderation", "system:moderation");

    private final JobQueue queue;
    private final MeterRegistry metrics;
    private final InstantSource clock;

    Moderation(JobQueue queue, MeterRegistry metrics, InstantSource clock) {
        this.queue = queue;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// What the item's history tells of a move, as [HistoryEntry].
    record Note(
            String type,
            @Nullable Actor actor,
            @Nullable String reason,
            @Nullable String detail) {}

    /// @param item locked
    Item move(Connection connection, Item item, Standing.Move move, Note note) throws SQLException {
        Standing before = item.standing();
        Item moved = item.moved(before.after(move), now());
        store(connection, moved, note);
        Standing after = moved.standing();
        if (after.hidden() != before.hidden() && after.status() != ItemStatus.DELETED) {
            UUID job = add(connection, ApplyJob.TYPE, moved, moved.id());
            ItemTable.telling(connection, moved.tenant(), moved.id(), job, now().plus(Untold.PATIENCE));
        }
        Optional<Telling> telling = Telling.of(before, item.isFresh(), moved);
        if (telling.isPresent()) {
            add(connection, TellJob.TYPE, moved, telling.get());
        }
        metrics.counter(
                        "atrium.moderation.moves",
                        "move",
                        note.type(),
                        "status",
                        after.status().label())
                .increment();
        return moved;
    }

    /// The message is not there any more: nothing of what it said is kept.
    void deleted(Connection connection, Item item) throws SQLException {
        move(connection, item.emptied(), new Standing.Move.Deleted(), new Note("deleted", null, null, null));
        HistoryTable.forgetDetails(connection, item);
    }

    /// Stores an item as it is with an entry of its history, for what moves nothing.
    ///
    /// @param item with the number of the entry
    void store(Connection connection, Item item, Note note) throws SQLException {
        ItemTable.update(connection, item);
        HistoryTable.add(
                connection,
                item,
                new HistoryEntry(
                        item.entries(), item.updatedAt(), note.type(), note.actor(), note.reason(), note.detail()));
    }

    private UUID add(Connection connection, JobType type, Item item, Object payload) throws SQLException {
        String key = item.id() + ":" + item.entries();
        return queue.add(connection, type, item.tenant(), key, SYSTEM.subject(), Json.write(payload));
    }

    /// Has begin what was added in a committed transaction.
    void wake() {
        queue.wake(JobClass.MODERATION);
        queue.wake(JobClass.HOOK);
        queue.wake(JobClass.FANOUT);
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
