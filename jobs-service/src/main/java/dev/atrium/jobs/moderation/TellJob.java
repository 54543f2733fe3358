package dev.atrium.jobs.moderation;

import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.JobNotifier;
import dev.atrium.jobs.notify.Notification;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.notify.room.RoomNames;
import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.jobs.rooms.Rooms;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/// Tells a room's owners that a message waits for them, and its author what became of it. Nobody is told who decided,
/// and what is hidden is in no notification.
@ApplicationScoped
class TellJob implements JobHandler {

    /// The key is item and entry, the payload a [Telling].
    static final JobType TYPE = new JobType("moderation.tell", JobClass.FANOUT);

    /// Most owners who are told.
    private static final int MOST = 50;

    private final DataSource dataSource;
    private final JobNotifier notifier;
    private final InstantSource clock;

    TellJob(DataSource dataSource, JobNotifier notifier, InstantSource clock) {
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
        Telling telling = Json.read(job.payload(), Telling.class);
        String traceparent = TraceContext.current();
        List<Notification> notifications = TenantConnections.inTenant(dataSource, job.tenant(), connection -> {
            Optional<Item> item = ItemTable.find(connection, job.tenant(), telling.item());
            return item.isEmpty() ? List.<Notification>of() : notifications(connection, item.get(), telling);
        });
        notifier.tell(
                job.tenant(),
                notifications.stream()
                        .map(notification -> new Notifier.Telling(notification, traceparent))
                        .toList());
        return new Outcome.Done(null);
    }

    private List<Notification> notifications(Connection connection, Item item, Telling telling) throws SQLException {
        String room = RoomNames.find(connection, item.tenant(), item.room()).orElse("a room");
        List<Notification> all = new ArrayList<>();
        if (telling.moderators()) {
            Map<String, Set<String>> owners =
                    Rooms.owners(connection, item.tenant(), Set.of(item.room()), clock.instant());
            owners.getOrDefault(item.room(), Set.of()).stream()
                    .sorted()
                    .limit(MOST)
                    .map(owner -> forModerator(item, telling, owner, room))
                    .forEach(all::add);
        }
        Telling.ToAuthor author = telling.author();
        if (author != null && !item.author().subject().startsWith("system:")) {
            all.add(forAuthor(item, telling, author, room));
        }
        return all;
    }

    private static Notification forModerator(Item item, Telling telling, String owner, String room) {
        String title = "A message by " + item.author().handle() + " waits for moderation in " + room;
        return about(item, Notification.of(source(telling, "moderators"), owner, Category.MODERATION, title))
                .inGroup("moderation:" + item.room(), "{count} messages wait for moderation in " + room)
                .about("room:" + item.room());
    }

    private static Notification forAuthor(Item item, Telling telling, Telling.ToAuthor author, String room) {
        String title = "Your message in " + room
                + switch (author) {
                    case HELD -> " is hidden until a moderator has looked at it";
                    case REMOVED -> " was removed by the moderation";
                    case SHOWN -> " is shown again";
                };
        Item.Decision decision = item.decision();
        return about(
                        item,
                        Notification.of(source(telling, "author"), item.author().subject(), Category.MODERATION, title))
                .withBody(decision == null ? null : decision.reason())
                .about("room:" + item.room());
    }

    private static Notification about(Item item, Notification notification) {
        return notification
                .withLink("/?room=" + item.room() + "&message=" + item.id())
                .withData(Json.write(Map.of("room", item.room(), "message", item.id())));
    }

    private static String source(Telling telling, String whom) {
        return "moderation:" + telling.item() + ":" + telling.number() + ":" + whom;
    }
}
