package dev.atrium.jobs.notify.room;

import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.jobs.sql.Sql;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.event.TopicSetup;
import dev.atrium.platform.follow.Followed;
import dev.atrium.platform.follow.Follower;
import dev.atrium.platform.follow.JdbcPositions;
import dev.atrium.platform.follow.Position;
import dev.atrium.platform.follow.Projection;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.roomlog.ReaderChange;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Follows the room log: knows who may read which room, and adds a job for each message that may
/// concern somebody. What is known, the jobs, and how far the log was read are one transaction. Each
/// node does all of it; what another one has done already is passed over.
@ApplicationScoped
public class RoomNews implements Projection {

    private static final JdbcPositions POSITIONS = new JdbcPositions("known_room_position");

    private final String bootstrapServers;
    private final TopicSetup topics;
    private final DataSource dataSource;
    private final JobQueue queue;
    private final KnownHandles handles = new KnownHandles();
    private @Nullable Follower follower;
    private boolean stopped;

    RoomNews(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            TopicSetup topics,
            DataSource dataSource,
            JobQueue queue) {
        this.bootstrapServers = bootstrapServers;
        this.topics = topics;
        this.dataSource = dataSource;
        this.queue = queue;
    }

    void start(@Observes StartupEvent event) {
        topics.ready().thenRun(this::follow);
    }

    void stop(@Observes ShutdownEvent event) {
        Follower running;
        synchronized (this) {
            stopped = true;
            running = follower;
        }
        if (running != null) {
            running.close();
        }
    }

    private synchronized void follow() {
        if (!stopped) {
            follower = Follower.start("jobs-rooms", bootstrapServers, List.of(Topic.ROOMS_LOG), this);
        }
    }

    @Override
    public Map<TopicPartition, Position> positions() throws SQLException {
        return TenantConnections.inTransaction(dataSource, POSITIONS::all);
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
        for (Followed followed : batch) {
            switch (followed) {
                case Followed.InRoom inRoom -> {
                    TenantConnections.enter(connection, inRoom.event().tenant());
                    apply(connection, inRoom.event(), since);
                }
                case Followed.Elsewhere _ -> throw new IllegalStateException("only rooms are followed here");
            }
        }
        return true;
    }

    private void apply(Connection connection, RoomEvent event, Instant since) throws SQLException {
        if (event instanceof RoomEvent.Act act && !act.actor().subject().equals(Caller.ANONYMOUS)) {
            seen(connection, event, act.actor());
        }
        switch (event) {
            case RoomEvent.RoomCreated room -> KnownTable.add(connection, room);
            case RoomEvent.AccessChange change -> apply(connection, change);
            case RoomEvent.MessagePosted posted -> {
                KnownTable.message(connection, posted);
                add(
                        connection,
                        posted,
                        new Told(
                                posted.room(),
                                posted.message(),
                                posted.sender(),
                                posted.content(),
                                posted.mentions(),
                                posted.replyTo(),
                                posted.at()),
                        since);
            }
            case RoomEvent.MessageEdited edited ->
                add(
                        connection,
                        edited,
                        new Told(
                                edited.room(),
                                edited.message(),
                                edited.actor(),
                                edited.content(),
                                edited.mentions(),
                                null,
                                edited.at()),
                        since);
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
                add(
                        connection,
                        shown,
                        new Told(
                                shown.room(),
                                shown.message(),
                                shown.original().sender(),
                                shown.content(),
                                shown.mentions(),
                                shown.replyTo(),
                                shown.original().at()),
                        since);
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
                case ReaderChange.Member member ->
                    KnownTable.member(connection, change, member.subject(), member.role() != null);
                case ReaderChange.Ban ban -> KnownTable.ban(connection, change, ban.subject(), true, ban.until());
                case ReaderChange.Unban unban -> KnownTable.ban(connection, change, unban.subject(), false, null);
            }
        }
        if (change instanceof RoomEvent.MemberSet set) {
            seen(connection, set, set.member());
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
                    event.room() + ":" + event.sequence(),
                    told.sender().subject(),
                    Json.write(told));
        }
    }
}
