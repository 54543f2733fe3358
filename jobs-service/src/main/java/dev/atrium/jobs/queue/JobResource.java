package dev.atrium.jobs.queue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.access.Access;
import dev.atrium.jobs.access.Place;
import dev.atrium.jobs.access.RequestParameters;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Page;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// What became of things that happen later (JB-1). Callers see their own jobs; a tenant's admins see all of the
/// tenant.
@Path("/api/jobs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@PermissionsAllowed("jobs:read")
public final class JobResource {

    private final DataSource dataSource;
    private final Payloads payloads;
    private final CurrentCaller caller;

    JobResource(DataSource dataSource, Payloads payloads, CurrentCaller caller) {
        this.dataSource = dataSource;
        this.payloads = payloads;
        this.caller = caller;
    }

    /// Newest first.
    ///
    /// @param state one of [JobState]; null: all
    /// @param jobClass one of [JobClass]; null: all
    /// @param since added at this time or later
    /// @param until added before this time
    @GET
    public Page<JobView> list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("class") @Nullable String jobClass,
            @QueryParam("type") @Nullable String type,
            @QueryParam("since") @Nullable String since,
            @QueryParam("until") @Nullable String until,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        Caller who = caller.get();
        PageRequest page = PageRequest.of(limit, cursor);
        Place after = page.after(JobResource::place).orElse(Place.START);
        JobFilter filter = new JobFilter(
                who.tenant(),
                Access.subject(who),
                state(state),
                jobClass(jobClass),
                RequestParameters.type(type),
                RequestParameters.time("since", since),
                RequestParameters.time("until", until));
        return TenantConnections.inTenant(
                dataSource,
                who.tenant(),
                connection -> page.cut(
                        JobTable.list(connection, filter, after, page.limitPlusOne()),
                        job -> new Place(job.createdAt(), job.id().toString()).toString()));
    }

    /// With what was asked of it, and with its payload: for admins if that is nobody's own, for the owner
    /// of a job that was given up as far as he wrote it himself.
    @GET
    @Path("/{id}")
    public JobView get(@PathParam("id") String id) throws SQLException {
        Caller who = caller.get();
        JobKey key = new JobKey(who.tenant(), Parameters.id(id));
        return TenantConnections.inTenant(dataSource, who.tenant(), connection -> whole(connection, key, who, payloads))
                .orElseThrow(ProblemException::notFound);
    }

    /// Empty if the caller does not see it.
    static Optional<JobView> whole(Connection connection, JobKey key, Caller who, Payloads payloads)
            throws SQLException {
        Optional<JobView> found = JobTable.find(connection, key).filter(job -> Access.sees(who, job.subject()));
        if (found.isEmpty()) {
            return found;
        }
        JsonNode payload = payloads.shown(connection, key, found.get(), who);
        return Optional.of(found.get().with(payload, ActionTable.list(connection, key)));
    }

    static @Nullable JobState state(@Nullable String state) {
        return state == null
                ? null
                : JobState.labelled(state)
                        .orElseThrow(() -> ProblemException.invalidParameter(
                                "state",
                                "must be one of "
                                        + Arrays.stream(JobState.values())
                                                .map(JobState::label)
                                                .toList()));
    }

    static @Nullable String jobClass(@Nullable String jobClass) {
        if (jobClass != null && JobClass.labelled(jobClass).isEmpty()) {
            throw ProblemException.invalidParameter("class", "must be one of " + JobClass.labels());
        }
        return jobClass;
    }

    private static Place place(String text) {
        Place place = Place.parse(text);
        if (Ids.parse(place.id()).isEmpty()) {
            throw new IllegalArgumentException("no job: " + text);
        }
        return place;
    }
}
