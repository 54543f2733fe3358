package dev.atrium.jobs.notify.notice;

import dev.atrium.jobs.access.Access;
import dev.atrium.jobs.access.RequestParameters;
import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.jobs.sql.Sql;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// Tells others something (JB-7): a tenant's admins as `system`, programs and everybody else as `app`,
/// by which recipients know them, and mute them. Where strangers meet one may tell only oneself.
@Path("/api/notifications")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class NoticeResource {

    private static final Duration DAY = Duration.ofDays(1);

    private final DataSource dataSource;
    private final JobQueue queue;
    private final NoticeConfig config;
    private final InstantSource clock;
    private final CurrentCaller caller;

    NoticeResource(
            DataSource dataSource, JobQueue queue, NoticeConfig config, InstantSource clock, CurrentCaller caller) {
        this.dataSource = dataSource;
        this.queue = queue;
        this.config = config;
        this.clock = clock;
        this.caller = caller;
    }

    /// @param recipients how many they are; who does not want to hear of it does not
    public record Accepted(UUID id, int recipients) {}

    /// Takes the notice: 202, and each recipient is told once. The same `Idempotency-Key` again: the
    /// same.
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("notifications:send")
    @APIResponseSchema(value = Accepted.class, responseCode = "202")
    public Response send(
            @HeaderParam(RequestParameters.IDEMPOTENCY_KEY) @Nullable String idempotencyKey, @Nullable Notice notice)
            throws SQLException {
        Caller who = caller.get();
        Notice wanted = notice == null ? new Notice(null, null, null, null, null, null, null, null) : notice;
        List<Problem.Fault> faults = wanted.faults();
        if (!faults.isEmpty()) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "The notice has " + faults.size() + " fault(s).", faults, null);
        }
        List<String> recipients = Objects.requireNonNull(wanted.recipients());
        Category category = category(who, wanted);
        if (who.tenant().equals(TenantId.COMMONS) && !recipients.equals(List.of(who.subject()))) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "Outside of an organisation one can notify only oneself.");
        }
        String key = RequestParameters.idempotencyKey(idempotencyKey);
        UUID id = key == null ? Ids.next() : Ids.named("notice:" + who.tenant() + "/" + who.subject() + "\n" + key);
        NoticeFanout.Payload payload = new NoticeFanout.Payload(id, who.actor(), category, wanted);
        TenantConnections.inTransaction(dataSource, connection -> store(connection, who, payload));
        queue.wake(JobClass.FANOUT);
        return Response.accepted(new Accepted(id, recipients.size())).build();
    }

    private boolean store(Connection connection, Caller who, NoticeFanout.Payload payload) throws SQLException {
        String tenant = who.tenant().value();
        RoundTrip asked = new RoundTrip(connection);
        asked.enter(who.tenant());
        // One at a time of each sender, so that many at once do not tell more than may be told.
        asked.exists("select pg_advisory_xact_lock(hashtextextended(?, 2))", tenant + "/" + who.subject() + "/notice");
        RoundTrip.Answer<Optional<String>> before = asked.first(
                "select content from notice where tenant = ? and id = ?",
                row -> row.getString("content"),
                tenant,
                payload.id());
        RoundTrip.Answer<Optional<Long>> told = asked.first(
                "select coalesce(sum(recipients), 0) from notice where tenant = ? and sender = ? and created_at > ?",
                row -> row.getLong(1),
                tenant,
                who.subject(),
                clock.instant().minus(DAY));
        asked.send();
        String content = Json.write(payload.notice());
        if (before.get().isPresent()) {
            if (!before.get().get().equals(content)) {
                throw new ProblemException(
                        ProblemType.UNPROCESSABLE, "This Idempotency-Key was used for a request with another content.");
            }
            return false;
        }
        int recipients = Objects.requireNonNull(payload.notice().recipients()).size();
        if (told.get().orElse(0L) + recipients > config.recipientsPerDay()) {
            throw new ProblemException(
                    ProblemType.TOO_MANY_REQUESTS,
                    "Notices of one sender have at most " + config.recipientsPerDay() + " recipients a day.");
        }
        add(connection, who, payload, content, recipients);
        return true;
    }

    private void add(Connection connection, Caller who, NoticeFanout.Payload payload, String content, int recipients)
            throws SQLException {
        Sql.update(
                connection,
                "insert into notice (tenant, id, sender, content, recipients, created_at) values (?, ?, ?, ?, ?, ?)",
                who.tenant().value(),
                payload.id(),
                who.subject(),
                content,
                recipients,
                clock.instant());
        queue.add(
                connection,
                NoticeFanout.TYPE,
                who.tenant(),
                payload.id().toString(),
                who.subject(),
                Json.write(payload));
    }

    private static Category category(Caller who, Notice notice) {
        Category usual = Access.isAdmin(who) ? Category.SYSTEM : Category.APP;
        Category category = notice.category() == null ? usual : notice.category();
        if (category != Category.SYSTEM && category != Category.APP) {
            throw ProblemException.invalidProperty("/category", "must be system or app");
        }
        if (category == Category.SYSTEM) {
            Access.requireAdmin(who);
        }
        return category;
    }
}
