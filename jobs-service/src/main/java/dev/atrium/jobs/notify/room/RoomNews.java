package dev.atrium.jobs.notify.room;

import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.jobs.rooms.EventKey;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.event.TopicSetup;
import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.follow.Following;
import dev.atrium.platform.follow.JdbcPositions;
import dev.atrium.platform.follow.Position;
import dev.atrium.platform.follow.Projection;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.kafka.KafkaClients;
import dev.atrium.platform.roomlog.ReaderChange;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.Teams;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;

/// Follows the room log: knows who may read which room, and adds a job for each message, and each change
/// of access, that may concern somebody. What is known, the jobs, and how far the log was read are one
/// transaction. Each node does all of it; what another one has done already is passed over.
@ApplicationScoped
public class RoomNews implements Projection {

    private static final JdbcPositions POSITIONS = new JdbcPositions("known_room_position");
    /// Jobs are not kept for ever, so most of what is read again would be told again. What was not read
    /// before happened since the loss, and those jobs are kept that were added shortly before it.
    private static final String NO_OLD_NEWS =
            "update notifying_since set at = greatest(at, now() - interval '10 minutes')";

    private final TopicSetup topics;
    private final DataSource dataSource;
    private final JobQueue queue;
    private final KnownHandles handles = new KnownHandles();
    private final Following following;

    RoomNews(KafkaClients kafka, TopicSetup topics, DataSource dataSource, JobQueue queue) {
        this.topics = topics;
        this.dataSource = dataSource;
        this.queue = queue;
        this.following = new Following("jobs-notify", kafka, List.of(Topic.ROOMS_LOG), this);
    }

    void start(@Observes StartupEvent event) {
        following.start(topics);
    }

    void stop(@Observes ShutdownEvent event) {
        following.stop();
    }

    @Override
    public Map<TopicPartition, Position> positions() throws SQLException {
        return TenantConnections.inTransaction(dataSource, POSITIONS::all);
    }

    @Override
    public void restart(Set<TopicPartition> partitions) throws SQLException {
        TenantConnections.inTransaction(dataSource, connection -> {
            POSITIONS.forget(connection, partitions);
            return Sql.update(connection, NO_OLD_NEWS);
        });
    }

    @Override
    public void apply(List<Followed> batch, Map<TopicPartition, Position> positions) throws SQLException {
        boolean added;
        try {
            added = TenantConnections.inTransaction(dataSource, connection -> store(connection, batch, positions));
        } catch (SQLException | RuntimeException e) {
            // What was noted in the transaction is not known.
            handles.clear();
            throw e;
        }
        if (added) {
            queue.wake(JobClass.FANOUT);
        }
    }

    /// @return whether jobs may have been added
    private boolean store(Connection connection, List<Followed> batch, Map<TopicPartition, Position> positions)
            throws SQLException {
        if (!POSITIONS.moveOn(connection, positions)) {
            return false;
        }
        Instant since = Sql.first(connection, "select at from notifying_since", row -> Sql.requiredInstant(row, "at"))
                .orElse(Instant.EPOCH);
        for (Map.Entry<TenantId, List<RoomEvent>> tenant : byTenant(batch).entrySet()) {
            TenantConnections.enter(connection, tenant.getKey());
            apply(connection, tenant.getValue(), since);
        }
        return true;
    }

    private static Map<TenantId, List<RoomEvent>> byTenant(List<Followed> batch) {
        Map<TenantId, List<RoomEvent>> byTenant = new LinkedHashMap<>();
        for (Followed followed : batch) {
            switch (followed) {
                case Followed.InRoom(RoomEvent event) ->
                    byTenant.computeIfAbsent(event.tenant(), _ -> new ArrayList<>())
                            .add(event);
                case Followed.Elsewhere _ -> throw new IllegalStateException("only rooms are followed here");
            }
        }
        return byTenant;
    }

    /// Most of what happens is a message that concerns nobody: it costs no statement of its own.
    private void apply(Connection connection, List<RoomEvent> events, Instant since) throws SQLException {
        List<RoomEvent.MessagePosted> posted = events.stream()
                .filter(RoomEvent.MessagePosted.class::isInstance)
                .map(RoomEvent.MessagePosted.class::cast)
                .toList();
        if (!posted.isEmpty()) {
            // Before all else: what becomes of them comes behind.
            KnownTable.messages(connection, posted);
        }
        for (RoomEvent event : events) {
            apply(connection, event, since);
        }
    }

    private void apply(Connection connection, RoomEvent event, Instant since) throws SQLException {
        if (event instanceof RoomEvent.Act act && !act.actor().subject().equals(Caller.ANONYMOUS)) {
            seen(connection, event, act.actor());
        }
        switch (event) {
            case RoomEvent.RoomCreated room -> KnownTable.add(connection, room);
            case RoomEvent.AccessChange change -> {
                // First: it is about what was until then.
                tell(connection, change, since);
                apply(connection, change);
            }
            case RoomEvent.MessagePosted posted -> add(connection, posted, Told.of(posted), since);
            case RoomEvent.MessageEdited edited -> add(connection, edited, Told.of(edited), since);
            case RoomEvent.MessageDeleted deleted -> {
                // First: it waits for those who are just told, so that they are found then.
                KnownTable.setGone(connection, deleted, true);
                Notifier.withdraw(connection, deleted.tenant(), Told.source(deleted.room(), deleted.message()));
            }
            case RoomEvent.MessageHidden hidden -> {
                KnownTable.setGone(connection, hidden, true);
                Notifier.withdraw(connection, hidden.tenant(), Told.source(hidden.room(), hidden.message()));
            }
            case RoomEvent.MessageShown shown -> {
                KnownTable.setGone(connection, shown, false);
                Notifier.restore(
                        connection, shown.tenant(), Told.source(shown.room(), shown.message()), shown.content());
                add(connection, shown, Told.of(shown), since);
            }
            case RoomEvent.MessageReacted _,
                    RoomEvent.DocumentChanged _,
                    RoomEvent.ObjectEvent _,
                    RoomEvent.Personal _ -> {
                // They concern nobody in particular.
            }
        }
    }

    private void apply(Connection connection, RoomEvent.AccessChange change) throws SQLException {
        for (ReaderChange reader : ReaderChange.of(change)) {
            switch (reader) {
                case ReaderChange.Room room -> KnownTable.change(connection, change, room);
                case ReaderChange.Member member -> KnownTable.member(connection, change, member);
                case ReaderChange.Ban ban -> KnownTable.ban(connection, change, ban.subject(), true, ban.until());
                case ReaderChange.Unban unban -> KnownTable.ban(connection, change, unban.subject(), false, null);
                case ReaderChange.Gone _ -> forget(connection, change);
            }
        }
        if (change instanceof RoomEvent.MemberSet set
                && !Teams.isTeam(set.member().subject())) {
            seen(connection, set, set.member());
        }
    }

    /// What was told of it is taken back by a job, because that may be much.
    private void forget(Connection connection, RoomEvent.AccessChange change) throws SQLException {
        KnownTable.forget(connection, change);
        queue.add(
                connection,
                RoomGone.TYPE,
                change.tenant(),
                EventKey.of(change),
                change.by().subject(),
                Json.write(change.room()));
    }

    private void tell(Connection connection, RoomEvent.AccessChange change, Instant since) throws SQLException {
        Optional<String> subject = AccessNotice.subject(change);
        if (subject.isEmpty() || change.at().isBefore(since) || KnownTable.isBeingRestored(connection, change)) {
            return;
        }
        KnownRoom room =
                KnownTable.room(connection, change.tenant(), change.room()).orElse(null);
        if (room == null) {
            return;
        }
        KnownRoom.Person person = KnownTable.person(connection, change.tenant(), change.room(), subject.get())
                .orElse(null);
        Optional<AccessNotice> notice = AccessNotice.of(change, room, person);
        if (notice.isPresent()) {
            queue.add(
                    connection,
                    AccessFanout.TYPE,
                    change.tenant(),
                    EventKey.of(change),
                    change.by().subject(),
                    Json.write(notice.get()));
        }
    }

    private void seen(Connection connection, RoomEvent event, Actor actor) throws SQLException {
        if (handles.isNew(event.tenant(), event.room(), actor)) {
            KnownTable.handle(connection, event.tenant(), event.room(), actor.subject(), actor.handle());
        }
    }

    private void add(Connection connection, RoomEvent event, Told told, Instant since) throws SQLException {
        boolean concerns = told.replyTo() != null || !told.mentions().isEmpty();
        if (concerns && !told.at().isBefore(since) && !KnownTable.isBeingRestored(connection, event)) {
            queue.add(
                    connection,
                    MessageFanout.TYPE,
                    event.tenant(),
                    EventKey.of(event),
                    told.sender().subject(),
                    Json.write(told));
        }
    }
}
