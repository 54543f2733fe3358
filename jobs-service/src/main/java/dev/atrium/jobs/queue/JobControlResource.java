package dev.atrium.jobs.queue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.access.Access;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.tenancy.TenantConnections;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Cancels jobs and tries them again (JB-1). Who sees a job may do that; dead letters, the jobs that were given up,
/// are replayed with changes, in numbers, or discarded by the tenant's admins.
@Path("/api/jobs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@PermissionsAllowed("jobs:write")
public final class JobControlResource {

    private static final int MAX_PAYLOAD_BYTES = 128 << 10;

    private final DataSource dataSource;
    private final JobControl control;
    private final JobQueue queue;
    private final Payloads payloads;
    private final CurrentCaller caller;

    JobControlResource(
            DataSource dataSource, JobControl control, JobQueue queue, Payloads payloads, CurrentCaller caller) {
        this.dataSource = dataSource;
        this.control = control;
        this.queue = queue;
        this.payloads = payloads;
        this.caller = caller;
    }

    /// @param payload in place of what the caller sees of it; null: the one that the job has
    public record ReplayRequest(@Nullable JsonNode payload) {}

    /// Which dead jobs to replay; what is null does not limit them.
    ///
    /// @param since added at this time or later
    /// @param until added before this time
    public record ReplayAllRequest(
            @JsonProperty("class") @Nullable String jobClass,
            @Nullable String type,
            @Nullable Instant since,
            @Nullable Instant until) {}

    /// @param replayed how many
    /// @param more whether there may be more: ask again
    public record Replayed(int replayed, boolean more) {}

    /// Ends the job. A try that runs at that moment is interrupted, and stores nothing. Again: the same.
    @POST
    @Path("/{id}/cancel")
    public JobView cancel(@PathParam("id") String id) throws SQLException {
        return command(id, new JobCommand.Cancel());
    }

    /// Tries the job now instead of at its next time; one that was given up or cancelled, with all its
    /// tries again, behind the tenant's others.
    @POST
    @Path("/{id}/retry")
    public JobView retry(@PathParam("id") String id) throws SQLException {
        return command(id, new JobCommand.Retry());
    }

    /// Tries a dead or cancelled job again, perhaps with another payload, as far as the caller sees it.
    /// That is for admins, and for the owner of a job of which he wrote the payload.
    @POST
    @Path("/{id}/replay")
    @Consumes(MediaType.APPLICATION_JSON)
    public JobView replay(
            @PathParam("id") String id,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey,
            @Nullable ReplayRequest request)
            throws SQLException {
        JsonNode wanted = request == null ? null : checked(request.payload());
        String key = IdempotencyKey.checked(idempotencyKey);
        JobCommand.Edit edit = wanted == null ? null : new JobCommand.Edit(wanted, caller.get());
        return command(id, new JobCommand.Replay(edit, key, false));
    }

    /// Puts a dead job away, which its owner may, too. Again: the same.
    @POST
    @Path("/{id}/discard")
    public JobView discard(@PathParam("id") String id) throws SQLException {
        return command(id, new JobCommand.Discard());
    }

    /// Replays up to 200 dead jobs, the oldest first; they run behind all others.
    @POST
    @Path("/replay")
    @Consumes(MediaType.APPLICATION_JSON)
    public Replayed replayAll(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey, @Nullable ReplayAllRequest request)
            throws SQLException {
        Caller who = caller.get();
        Access.requireAdmin(who);
        ReplayAllRequest which = request == null ? new ReplayAllRequest(null, null, null, null) : request;
        JobFilter filter = new JobFilter(
                who.tenant(),
                null,
                JobState.DEAD,
                jobClass(which.jobClass()),
                type(which.type()),
                which.since(),
                which.until());
        JobCommand.Replay replay = new JobCommand.Replay(null, IdempotencyKey.checked(idempotencyKey), true);
        int replayed = TenantConnections.inTenant(
                dataSource, who.tenant(), connection -> control.replayAll(connection, filter, replay, who));
        queue.wakeAll();
        return new Replayed(replayed, replayed == JobControl.MOST_AT_ONCE);
    }

    private JobView command(String id, JobCommand command) throws SQLException {
        Caller who = caller.get();
        JobKey key = new JobKey(who.tenant(), Parameters.id(id));
        JobView after = TenantConnections.inTenant(dataSource, who.tenant(), connection -> {
            JobView before = JobTable.find(connection, key)
                    .filter(job -> Access.sees(who, job.subject()))
                    .orElseThrow(ProblemException::notFound);
            if (command instanceof JobCommand.Replay replay) {
                payloads.requireReplay(before, replay, who);
            }
            if (!control.command(connection, key, command, who)) {
                throw new ProblemException(
                        ProblemType.CONFLICT,
                        "The job is " + before.state().label() + ": that cannot be asked of it now.");
            }
            return JobResource.whole(connection, key, who, payloads).orElseThrow();
        });
        queue.wakeAll();
        return after;
    }

    static @Nullable String jobClass(@Nullable String jobClass) {
        if (jobClass != null && JobClass.labelled(jobClass).isEmpty()) {
            throw ProblemException.invalidProperty("/class", "must be one of " + JobClass.labels());
        }
        return jobClass;
    }

    static @Nullable String type(@Nullable String type) {
        if (type != null && type.indexOf('\0') >= 0) {
            throw ProblemException.invalidProperty("/type", "must be the name of a type");
        }
        return type;
    }

    private static @Nullable JsonNode checked(@Nullable JsonNode payload) {
        if (payload == null || payload.isNull()) {
            return null;
        }
        if (Payloads.bytes(payload) > MAX_PAYLOAD_BYTES) {
            throw new ProblemException(ProblemType.TOO_LARGE, "A payload has at most 128 KiB.");
        }
        return payload;
    }
}
