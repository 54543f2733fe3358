package dev.atrium.jobs.queue;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.atrium.jobs.access.Place;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.identity.Operator;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Page;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Jobs of all tenants, for admins of the operator's organisation: what became of them, but not what they
/// work on (JB-1, JB-11). To everybody else there is nothing.
@Path("/api/operations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class OperatorJobResource {

    private static final String NO_TENANT = "must be the id of a tenant";

    private final DataSource dataSource;
    private final JobsOfAll jobs;
    private final Operator operator;
    private final CurrentCaller caller;

    OperatorJobResource(DataSource dataSource, JobsOfAll jobs, Operator operator, CurrentCaller caller) {
        this.dataSource = dataSource;
        this.jobs = jobs;
        this.operator = operator;
        this.caller = caller;
    }

    /// Which jobs that were given up are meant; what is null does not limit them.
    ///
    /// @param since added at this time or later
    /// @param until added before this time
    public record DeadJobsRequest(
            @Nullable String tenant,
            @JsonProperty("class") @Nullable String jobClass,
            @Nullable String type,
            @Nullable Instant since,
            @Nullable Instant until) {}

    /// @param discarded how many
    /// @param more whether there may be more: ask again
    public record Discarded(int discarded, boolean more) {}

    /// Newest first.
    ///
    /// @param state one of [JobState]; null: `dead`
    /// @param jobClass one of [JobClass]; null: all
    /// @param tenant null: all
    @GET
    @Path("/jobs")
    @PermissionsAllowed("jobs:read")
    public Page<JobOfAll> list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("class") @Nullable String jobClass,
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        operator.demand(caller.get());
        PageRequest page = PageRequest.of(limit, cursor);
        Place after = page.after(OperatorJobResource::place).orElse(Place.START);
        JobState wanted = Objects.requireNonNullElse(JobResource.state(state), JobState.DEAD);
        String known = JobResource.jobClass(jobClass);
        TenantId of = tenant(tenant, ProblemException.invalidParameter("tenant", NO_TENANT));
        return TenantConnections.inTransaction(
                dataSource,
                connection -> page.cut(
                        AllJobsTable.list(connection, wanted, known, of, after, page.limitPlusOne()),
                        job -> new Place(job.createdAt(), job.id() + "/" + job.tenant()).toString()));
    }

    /// Replays up to 200 jobs that were given up, the oldest first; they run behind all others of their
    /// class.
    @POST
    @Path("/jobs/replay")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("jobs:write")
    public JobControlResource.Replayed replay(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey, @Nullable DeadJobsRequest request)
            throws SQLException {
        Caller who = operators();
        JobCommand.Replay replay = new JobCommand.Replay(null, IdempotencyKey.checked(idempotencyKey), true);
        JobsOfAll.Commanded done = jobs.replay(filter(request), replay, who);
        return new JobControlResource.Replayed(done.jobs(), done.more());
    }

    /// Puts up to 200 jobs away that were given up, the oldest first.
    @POST
    @Path("/jobs/discard")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("jobs:write")
    public Discarded discard(@Nullable DeadJobsRequest request) throws SQLException {
        Caller who = operators();
        JobsOfAll.Commanded done = jobs.discard(filter(request), who);
        return new Discarded(done.jobs(), done.more());
    }

    /// Lets no tenant's jobs of the class begin. Again: the same.
    @POST
    @Path("/queues/{class}/pause")
    @PermissionsAllowed("jobs:write")
    public ClassPause pause(@PathParam("class") String jobClass) throws SQLException {
        Caller who = operators();
        return jobs.pause(known(jobClass), who);
    }

    /// Lets the class's jobs go on. Again: the same, with those that were left behind if a node died
    /// meanwhile.
    @POST
    @Path("/queues/{class}/resume")
    @PermissionsAllowed("jobs:write")
    public ClassPause resume(@PathParam("class") String jobClass) throws SQLException {
        Caller who = operators();
        return jobs.resume(known(jobClass), who);
    }

    private Caller operators() {
        return operator.demand(caller.get());
    }

    private static AllJobsTable.Filter filter(@Nullable DeadJobsRequest request) {
        if (request == null) {
            return new AllJobsTable.Filter(null, null, null, null, null);
        }
        return new AllJobsTable.Filter(
                tenant(request.tenant(), ProblemException.invalidProperty("/tenant", NO_TENANT)),
                JobControlResource.jobClass(request.jobClass()),
                JobControlResource.type(request.type()),
                request.since(),
                request.until());
    }

    private static @Nullable TenantId tenant(@Nullable String tenant, ProblemException otherwise) {
        return tenant == null ? null : TenantId.parse(tenant).orElseThrow(() -> otherwise);
    }

    private static JobClass known(String jobClass) {
        return JobClass.labelled(jobClass).orElseThrow(ProblemException::notFound);
    }

    private static Place place(String text) {
        Place place = Place.parse(text);
        int slash = place.id().indexOf('/');
        if (slash < 0
                || Ids.parse(place.id().substring(0, slash)).isEmpty()
                || place.id().indexOf('\0') >= 0) {
            throw new IllegalArgumentException("no job: " + text);
        }
        return place;
    }
}
