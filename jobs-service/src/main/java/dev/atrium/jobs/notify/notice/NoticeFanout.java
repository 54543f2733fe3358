package dev.atrium.jobs.notify.notice;

import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.jobs.sql.Together;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Tells the recipients of a notice, some in each transaction, so that no inbox is held for long. Notices for few go
/// together where many come at once. Who was told before is not told again.
@ApplicationScoped
class NoticeFanout implements JobHandler {

    /// The key is the notice, the payload a [Payload].
    static final JobType TYPE = new JobType("notify.notice", JobClass.FANOUT);

    private static final int BATCH = 50;

    /// Up to so many recipients a notice shares its transaction with others.
    private static final int FEW = 5;

    private final DataSource dataSource;
    private final Notifier notifier;
    private final Together<Few, Boolean> together = new Together<>(this::tellTogether);

    NoticeFanout(DataSource dataSource, Notifier notifier) {
        this.dataSource = dataSource;
        this.notifier = notifier;
    }

    record Payload(UUID id, Actor sender, Category category, Notice notice) {}

    private record Few(TenantId tenant, List<Notifier.Telling> tellings) {}

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public Outcome handle(Job job) throws SQLException {
        Payload payload = Json.read(job.payload(), Payload.class);
        List<String> recipients = Objects.requireNonNull(payload.notice().recipients());
        List<Notifier.Telling> tellings = tellings(payload, recipients, TraceContext.current());
        if (recipients.size() <= FEW) {
            together.call(new Few(job.tenant(), tellings));
        } else {
            for (int from = 0; from < tellings.size(); from += BATCH) {
                List<Notifier.Telling> some = tellings.subList(from, Math.min(from + BATCH, tellings.size()));
                TenantConnections.inTenant(
                        dataSource, job.tenant(), connection -> notifier.addAll(connection, job.tenant(), some));
            }
        }
        return new Outcome.Done(null);
    }

    private static List<Notifier.Telling> tellings(
            Payload payload, List<String> recipients, @Nullable String traceparent) {
        return recipients.stream()
                .map(recipient -> new Notifier.Telling(
                        payload.notice().to(recipient, payload.id(), payload.sender(), payload.category()),
                        traceparent))
                .toList();
    }

    private List<Boolean> tellTogether(List<Few> notices) throws SQLException {
        // Inboxes are held in the order of tenants, too, so that two such transactions do not wait for each other.
        Map<String, List<Notifier.Telling>> byTenant = new TreeMap<>();
        for (Few few : notices) {
            byTenant.computeIfAbsent(few.tenant().value(), _ -> new ArrayList<>())
                    .addAll(few.tellings());
        }
        TenantConnections.inTransaction(dataSource, connection -> {
            for (Map.Entry<String, List<Notifier.Telling>> some : byTenant.entrySet()) {
                TenantId tenant = new TenantId(some.getKey());
                TenantConnections.enter(connection, tenant);
                notifier.addAll(connection, tenant, some.getValue());
            }
            return true;
        });
        return Collections.nCopies(notices.size(), true);
    }
}
