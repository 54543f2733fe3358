package dev.atrium.jobs.moderation;

import dev.atrium.jobs.moderation.rule.RuleTable;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.jobs.rooms.EventKey;
import dev.atrium.jobs.rooms.Restoring;
import dev.atrium.jobs.rooms.RoomListener;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Keeps what happened to messages for a [CheckJob]. Nothing is looked at here, where all tenants wait for each other.
@ApplicationScoped
class RoomMessages implements RoomListener {

    private final JobQueue queue;

    RoomMessages(JobQueue queue) {
        this.queue = queue;
    }

    @Override
    public boolean listens(Connection connection, TenantId tenant) throws SQLException {
        return Sql.first(
                        connection,
                        "select exists (select 1 from moderation_rule where tenant = ? and enabled)"
                                + " or exists (select 1 from moderation_item where tenant = ?)",
                        row -> row.getBoolean(1),
                        tenant.value(),
                        tenant.value())
                .orElse(false);
    }

    @Override
    public void happened(Connection connection, List<RoomEvent> events) throws SQLException {
        TenantId tenant = events.getFirst().tenant();
        if (events.stream().noneMatch(RoomMessages::isAboutMessages)) {
            return;
        }
        Set<?> rooms = RuleTable.rooms(
                connection, tenant, events.stream().map(RoomEvent::room).collect(Collectors.toSet()));
        Restoring restoring = Restoring.among(connection, events);
        // What was hidden in a room that comes back was looked at when it was written, and nothing else may happen in
        // the
        // room meanwhile.
        List<RoomEvent> relevant = events.stream()
                .filter(event -> event instanceof RoomEvent.MessageHidden || !restoring.meanwhile(event))
                .filter(event -> matters(event, rooms))
                .toList();
        if (relevant.isEmpty()) {
            return;
        }
        EventTable.add(connection, relevant);
        List<String> changed =
                relevant.stream().map(RoomEvent::room).distinct().sorted().toList();
        RoomEvent last = relevant.getLast();
        queue.add(
                connection, CheckJob.TYPE, tenant, EventKey.of(last), Moderation.SYSTEM.subject(), Json.write(changed));
    }

    @Override
    public void committed() {
        queue.wake(JobClass.MODERATION);
    }

    private static boolean isAboutMessages(RoomEvent event) {
        return event instanceof RoomEvent.MessagePosted
                || event instanceof RoomEvent.MessageChange
                || event instanceof RoomEvent.MessageReported
                || event instanceof RoomEvent.RoomDeleted;
    }

    /// @param rooms with rules; null stands for all
    private static boolean matters(RoomEvent event, Set<?> rooms) {
        return switch (event) {
            case RoomEvent.MessagePosted posted -> rooms.contains(null) || rooms.contains(posted.room());
            case RoomEvent.MessageEdited _,
                    RoomEvent.MessageDeleted _,
                    RoomEvent.MessageReported _,
                    RoomEvent.MessageHidden _,
                    RoomEvent.RoomDeleted _ -> true;
            case RoomEvent.MessageShown _,
                    RoomEvent.MessageReacted _,
                    RoomEvent.RoomCreated _,
                    RoomEvent.DocumentChanged _,
                    RoomEvent.ObjectEvent _,
                    RoomEvent.DraftSaved _,
                    RoomEvent.MarkersMoved _,
                    RoomEvent.AccessChange _ -> false;
        };
    }
}
