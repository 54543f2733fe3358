package dev.atrium.jobs.notify.notice;

import dev.atrium.jobs.access.Access;
import dev.atrium.jobs.access.RequestParameters;
import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobQueue;
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
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Tells others something (JB-7): a tenant's admins as `system`, programs and everybody else as `app`,
/// by which recipients know them, and mute them. Where strangers meet one may tell only oneself.
@Path("/api/notifications")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class NoticeResource {

    private final DataSource dataSource;
    private final JobQueue queue;
    private final InstantSource clock;
    private final CurrentCaller caller;

    NoticeResource(DataSource dataSource, JobQueue queue, InstantSource clock, CurrentCaller caller) {
        this.dataSource = dataSource;
        this.queue = queue;
        this.clock = clock;
        this.caller = caller;
    }

    /// @param recipients how many they are; who does not want to hear of it does not
    public record Accepted(UUID id, int recipients) {}

    /// Takes the notice: 202, and each recipient is told once. The same `Idempotency-Key` again: the
    /// same.
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("notifications:write")
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
        TenantConnections.inTenant(dataSource, who.tenant(), connection -> store(connection, who, payload));
        queue.wake(JobClass.FANOUT);
        return Response.accepted(new Accepted(id, recipients.size())).build();
    }

    private boolean store(Connection connection, Caller who, NoticeFanout.Payload payload) throws SQLException {
        String content = Json.write(payload.notice());
        boolean isNew = Sql.update(
                        connection,
                        "insert into notice (tenant, id, sender, content, created_at) values (?, ?, ?, ?, ?)"
                                + " on conflict (tenant, id) do nothing",
                        who.tenant().value(),
                        payload.id(),
                        who.subject(),
                        content,
                        clock.instant())
                == 1;
        boolean isSame = isNew
                || Sql.first(
                                connection,
                                "select 1 from notice where tenant = ? and id = ? and content = ?",
                                row -> row.getInt(1),
                                who.tenant().value(),
                                payload.id(),
                                content)
                        .isPresent();
        if (!isSame) {
            throw new ProblemException(
                    ProblemType.UNPROCESSABLE, "This Idempotency-Key was used for a request with another content.");
        }
        queue.add(
                connection,
                NoticeFanout.TYPE,
                who.tenant(),
                payload.id().toString(),
                who.subject(),
                Json.write(payload));
        return isNew;
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
