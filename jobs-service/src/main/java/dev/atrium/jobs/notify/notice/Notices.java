package dev.atrium.jobs.notify.notice;

import dev.atrium.jobs.notify.JobNotifier;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.jobs.sql.Together;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.outbox.TraceContext;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.sql.Columns;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Takes notices: each is stored with the job that tells its recipients. Those for few that come at the
/// same time are one transaction; one for many is large enough for one of its own.
@ApplicationScoped
class Notices {

    private static final Duration DAY = Duration.ofDays(1);

    private final DataSource dataSource;
    private final JobQueue queue;
    private final NoticeConfig config;
    private final InstantSource clock;
    private final Together<Asked, Answer> together = new Together<>(this::take);

    Notices(DataSource dataSource, JobQueue queue, NoticeConfig config, InstantSource clock) {
        this.dataSource = dataSource;
        this.queue = queue;
        this.config = config;
        this.clock = clock;
    }

    /// What became of a notice.
    enum Answer {
        TAKEN,
        TAKEN_BEFORE,
        /// There is another one with its id.
        OTHER_CONTENT,
        /// Its sender has told too many in this day.
        TOO_MANY
    }

    private record Asked(
            TenantId tenant,
            NoticeFanout.Payload payload,
            String content,
            @Nullable String traceparent) {

        UUID id() {
            return payload.id();
        }

        String sender() {
            return payload.sender().subject();
        }

        int recipients() {
            return payload.recipients();
        }

        JobQueue.New job() {
            return new JobQueue.New(id().toString(), sender(), Json.write(payload), traceparent, null);
        }
    }

    /// Returns when it is committed.
    ///
    /// @throws ProblemException `unavailable` if too many wait already
    Answer take(TenantId tenant, NoticeFanout.Payload payload) throws SQLException {
        Asked asked = new Asked(tenant, payload, Json.write(payload.notice()), TraceContext.current());
        return asked.recipients() <= JobNotifier.FEW
                ? together.request(asked)
                : take(List.of(asked)).getFirst();
    }

    /// Has a notice that was taken before tell something else, in the connection's transaction, which
    /// sees the tenant; it counts as if it were taken now. The request that it came by stays the same
    /// one.
    ///
    /// @return false if its sender has told too many in this day: then nothing was changed
    boolean change(Connection connection, TenantId tenant, NoticeFanout.Payload payload) throws SQLException {
        Asked asked = new Asked(tenant, payload, Json.write(payload.notice()), null);
        Instant now = clock.instant();
        RoundTrip trip = new RoundTrip(connection);
        hold(trip, connection, List.of(asked));
        RoundTrip.Answer<List<Long>> told = trip.all(
                "select coalesce(sum(recipients), 0) from notice"
                        + " where tenant = ? and sender = ? and created_at > ? and id <> ?",
                row -> row.getLong(1),
                tenant.value(),
                asked.sender(),
                now.minus(DAY),
                asked.id());
        trip.send();
        if (told.get().getFirst() + asked.recipients() > config.recipientsPerDay()) {
            return false;
        }
        Sql.update(
                connection,
                "insert into notice (tenant, id, sender, content, recipients, created_at) values (?, ?, ?, ?, ?, ?)"
                        + " on conflict (tenant, id) do update"
                        + " set recipients = excluded.recipients, created_at = excluded.created_at",
                tenant.value(),
                asked.id(),
                asked.sender(),
                asked.content(),
                asked.recipients(),
                now);
        return true;
    }

    ProblemException tooMany() {
        return new ProblemException(
                ProblemType.QUOTA_EXCEEDED,
                "Notices of one sender have at most " + config.recipientsPerDay() + " recipients a day.");
    }

    private List<Answer> take(List<Asked> all) throws SQLException {
        IdentityHashMap<Asked, Answer> answers = TenantConnections.inTransaction(dataSource, connection -> {
            RoundTrip trip = new RoundTrip(connection);
            hold(trip, connection, all);
            IdentityHashMap<Asked, Answer> given = new IdentityHashMap<>();
            for (Map.Entry<TenantId, List<Asked>> some :
                    all.stream().collect(Collectors.groupingBy(Asked::tenant)).entrySet()) {
                given.putAll(take(connection, trip, some.getKey(), some.getValue()));
                trip = new RoundTrip(connection);
            }
            return given;
        });
        queue.wake(JobClass.FANOUT);
        return all.stream()
                .map(asked -> Objects.requireNonNull(answers.get(asked)))
                .toList();
    }

    /// One transaction at a time for each sender, so that many at once do not tell more than may be told.
    private static void hold(RoundTrip trip, Connection connection, List<Asked> all) throws SQLException {
        trip.exists(
                "select pg_advisory_xact_lock(s.key) from (select distinct hashtextextended(x.sender, 2) as key"
                        + " from unnest(?::text[]) as x(sender) order by key) as s",
                Sql.array(
                        connection,
                        "text",
                        all.stream().map(asked -> asked.tenant().value() + "/" + asked.sender() + "/notice")));
    }

    /// @param trip in which the statements go that come first
    private IdentityHashMap<Asked, Answer> take(
            Connection connection, RoundTrip trip, TenantId tenant, List<Asked> some) throws SQLException {
        Columns<Asked> columns = new Columns<>(connection, some);
        Instant now = clock.instant();
        trip.enter(tenant);
        RoundTrip.Answer<List<Map.Entry<UUID, String>>> before = trip.all(
                "select id, content from notice where tenant = ? and id = any(?)",
                row -> Map.entry(row.getObject("id", UUID.class), row.getString("content")),
                tenant.value(),
                columns.of("uuid", Asked::id));
        RoundTrip.Answer<List<Map.Entry<String, Long>>> told = trip.all(
                "select sender, sum(recipients) from notice where tenant = ? and sender = any(?) and created_at > ?"
                        + " group by sender",
                row -> Map.entry(row.getString("sender"), row.getLong("sum")),
                tenant.value(),
                columns.of("text", Asked::sender),
                now.minus(DAY));
        trip.send();
        Map<UUID, String> contents = byKey(before.get());
        Map<String, Long> recipients = byKey(told.get());
        IdentityHashMap<Asked, Answer> answers = new IdentityHashMap<>();
        some.forEach(asked -> answers.put(asked, answer(asked, contents, recipients)));
        List<Asked> taken = new ArrayList<>(some);
        taken.removeIf(asked -> answers.get(asked) != Answer.TAKEN);
        add(connection, tenant, taken, now);
        return answers;
    }

    /// Also counts it, where it is taken.
    private Answer answer(Asked asked, Map<UUID, String> contents, Map<String, Long> told) {
        String before = contents.get(asked.id());
        if (before != null) {
            return before.equals(asked.content()) ? Answer.TAKEN_BEFORE : Answer.OTHER_CONTENT;
        }
        if (told.getOrDefault(asked.sender(), 0L) + asked.recipients() > config.recipientsPerDay()) {
            return Answer.TOO_MANY;
        }
        contents.put(asked.id(), asked.content());
        told.merge(asked.sender(), (long) asked.recipients(), Long::sum);
        return Answer.TAKEN;
    }

    private void add(Connection connection, TenantId tenant, List<Asked> taken, Instant now) throws SQLException {
        if (taken.isEmpty()) {
            return;
        }
        Columns<Asked> columns = new Columns<>(connection, taken);
        Sql.update(
                connection,
                "insert into notice (tenant, id, sender, content, recipients, created_at)"
                        + " select ?, x.id, x.sender, x.content, x.recipients, ?"
                        + " from unnest(?::uuid[], ?::text[], ?::text[], ?::int[]) as x(id, sender, content, recipients)",
                tenant.value(),
                now,
                columns.of("uuid", Asked::id),
                columns.of("text", Asked::sender),
                columns.of("text", Asked::content),
                columns.of("int4", Asked::recipients));
        queue.addAll(
                connection,
                NoticeFanout.TYPE,
                tenant,
                taken.stream().map(Asked::job).toList());
    }

    private static <K, V> Map<K, V> byKey(List<Map.Entry<K, V>> entries) {
        Map<K, V> map = new HashMap<>();
        entries.forEach(entry -> map.put(entry.getKey(), entry.getValue()));
        return map;
    }
}
