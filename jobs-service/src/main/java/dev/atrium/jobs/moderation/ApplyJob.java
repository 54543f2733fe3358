package dev.atrium.jobs.moderation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.call.Answer;
import dev.atrium.jobs.call.OtherServices;
import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.jobs.rooms.Rooms;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.Restorer;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/// Has a message hidden or shown in its room, as its item says.
///
/// Several of these may run at once for one item, each for a decision of its own. Each goes on until the item still
/// says what it has told the room, so whoever is killed or late, the last one that ends has told what was decided
/// last. What the room was not told although all tries are over, [Untold] has told again.
@ApplicationScoped
class ApplyJob implements JobHandler {

    /// The key is item and entry, the payload the item's id.
    static final JobType TYPE = new JobType("moderation.apply", JobClass.MODERATION);

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int ROUNDS = 5;

    private final DataSource dataSource;
    private final OtherServices services;
    private final Moderation moderation;

    ApplyJob(DataSource dataSource, OtherServices services, Moderation moderation) {
        this.dataSource = dataSource;
        this.services = services;
        this.moderation = moderation;
    }

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public Outcome handle(Job job) throws SQLException, InterruptedException {
        String id = Json.read(job.payload(), String.class);
        Optional<Item> item = find(job.tenant(), id);
        for (int round = 0; round < ROUNDS; round++) {
            if (item.isEmpty() || item.get().standing().status() == ItemStatus.DELETED) {
                return new Outcome.Done("the message is gone");
            }
            Optional<Outcome> end = tell(item.get());
            if (end.isPresent()) {
                return end.get();
            }
            Item told = item.get();
            item = TenantConnections.inTenant(dataSource, job.tenant(), connection -> afterTelling(connection, told));
            if (item.isPresent()
                    && item.get().standing().hidden() == told.standing().hidden()) {
                return new Outcome.Done(null);
            }
        }
        return new Outcome.Retry("it is being decided about");
    }

    /// Notes what the room knows, unless it is no longer so.
    private static Optional<Item> afterTelling(Connection connection, Item told) throws SQLException {
        Optional<Item> item = ItemTable.lock(connection, told.tenant(), told.id());
        if (item.isPresent()
                && item.get().standing().hidden() == told.standing().hidden()) {
            ItemTable.told(connection, told);
        }
        return item;
    }

    /// Tells the room how the message stands; empty if the room knows it now.
    private Optional<Outcome> tell(Item item) throws SQLException, InterruptedException {
        Optional<OtherServices.Address> address =
                services.room(item.room(), "/internal/rooms/" + item.room() + "/messages/" + item.id() + "/hidden");
        if (address.isEmpty()) {
            return Optional.of(new Outcome.Retry("the room is moving to another node"));
        }
        Caller caller = new Caller(
                Moderation.SYSTEM.subject(),
                item.tenant(),
                Moderation.SYSTEM.handle(),
                Set.of(),
                Set.of("rooms:moderate"));
        OtherServices.Call call = new OtherServices.Call(address.get(), caller, TIMEOUT, null, null);
        Answer answer = item.standing().hidden() ? services.post(call) : services.delete(call);
        return switch (answer) {
            case Answer.Ok ok -> isDeleted(ok.body()) ? Optional.of(deleted(item)) : Optional.empty();
            case Answer.NotNow later -> Optional.of(new Outcome.Retry("room-service " + later.reason(), later.after()));
            case Answer.Refused refused when refused.status() == 404 -> Optional.of(notThere(item));
            case Answer.Refused refused -> Optional.of(new Outcome.Dead("room-service answered " + refused.status()));
        };
    }

    /// The room does not have the message, so there is nothing to tell it, now or later; but while its history is
    /// brought back it says so of all messages.
    private Outcome notThere(Item item) throws SQLException {
        boolean isRestored = TenantConnections.inTenant(dataSource, item.tenant(), connection -> {
            boolean restored = Rooms.owners(connection, item.tenant(), Set.of(item.room()), Instant.EPOCH)
                    .getOrDefault(item.room(), Set.of())
                    .contains(Restorer.SUBJECT);
            if (!restored) {
                afterTelling(connection, item);
            }
            return restored;
        });
        return isRestored ? new Outcome.Retry("the room is being restored") : new Outcome.Done("the message is gone");
    }

    private static boolean isDeleted(byte[] message) {
        return Json.read(message, JsonNode.class).path("deleted").asBoolean();
    }

    /// Its author was faster than the rule.
    private Outcome deleted(Item item) throws SQLException {
        TenantConnections.inTenant(dataSource, item.tenant(), connection -> {
            delete(connection, item);
            return item;
        });
        return new Outcome.Done("the message is gone");
    }

    private void delete(Connection connection, Item item) throws SQLException {
        Optional<Item> present = ItemTable.lock(connection, item.tenant(), item.id());
        if (present.isPresent() && present.get().standing().status() != ItemStatus.DELETED) {
            moderation.deleted(connection, present.get());
        }
    }

    private Optional<Item> find(TenantId tenant, String id) throws SQLException {
        return TenantConnections.inTenant(dataSource, tenant, connection -> ItemTable.find(connection, tenant, id));
    }
}
