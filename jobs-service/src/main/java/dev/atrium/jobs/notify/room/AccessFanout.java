package dev.atrium.jobs.notify.room;

import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.JobNotifier;
import dev.atrium.jobs.notify.Notification;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Tells somebody of what others have changed in what it may do in a room.
@ApplicationScoped
class AccessFanout implements JobHandler {

    /// The key is room and sequence, the payload an [AccessNotice].
    static final JobType TYPE = new JobType("notify.access", JobClass.FANOUT);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final DataSource dataSource;
    private final JobNotifier notifier;
    private final InstantSource clock;

    AccessFanout(DataSource dataSource, JobNotifier notifier, InstantSource clock) {
        this.dataSource = dataSource;
        this.notifier = notifier;
        this.clock = clock;
    }

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public Outcome handle(Job job) throws SQLException, InterruptedException {
        AccessNotice notice = Json.read(job.payload(), AccessNotice.class);
        Optional<Notification> notification = TenantConnections.inTenant(
                dataSource, job.tenant(), connection -> notification(connection, job, notice));
        if (notification.isEmpty()) {
            return new Outcome.Done("it is not so any more");
        }
        notifier.tell(job.tenant(), List.of(new Notifier.Telling(notification.get(), TraceContext.current())));
        return new Outcome.Done(null);
    }

    /// @return empty if it may do something in the room that it may not even read any more
    private Optional<Notification> notification(Connection connection, Job job, AccessNotice notice)
            throws SQLException {
        KnownRoom room =
                KnownTable.room(connection, job.tenant(), notice.room()).orElse(null);
        if (room == null) {
            return Optional.empty();
        }
        boolean holds = !notice.isInside()
                || Readers.mayRead(connection, job.tenant(), room, notice.subject(), clock.instant());
        return holds ? Optional.of(notification(room, notice)) : Optional.empty();
    }

    private static Notification notification(KnownRoom room, AccessNotice notice) {
        Notification notification = Notification.of(
                        notice.source(), notice.subject(), Category.ACCESS, notice.title(room.name()))
                .withBody(body(notice))
                .inGroup("access:" + notice.room(), null)
                .by(notice.by());
        // Of what is the room's, only its readers may know: who was sent out is told all the same.
        return notice.isInside()
                ? notification
                        .about(Readers.topic(notice.room()))
                        .withLink("/?room=" + notice.room())
                        .withData(Json.write(Map.of("room", notice.room(), "role", label(notice))))
                : notification.withData(Json.write(Map.of("room", notice.room())));
    }

    private static String label(AccessNotice notice) {
        return String.valueOf(notice.role()).toLowerCase(Locale.ROOT);
    }

    private static @Nullable String body(AccessNotice notice) {
        return switch (notice.kind()) {
            case ADDED -> "You are " + AccessNotice.called(notice.role()) + " there.";
            case BANNED -> notice.until() == null ? null : "Until " + TIME.format(notice.until()) + ".";
            case ROLE, REMOVED -> null;
        };
    }
}
