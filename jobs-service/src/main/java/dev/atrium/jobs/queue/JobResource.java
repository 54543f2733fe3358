package dev.atrium.jobs.queue;

import dev.atrium.jobs.access.Access;
import dev.atrium.jobs.access.Place;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Page;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// What became of things that happen later (JB-1). Callers see their own jobs; a tenant's admins see all of the tenant.
@Path("/api/jobs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@PermissionsAllowed("jobs:read")
public final class JobResource {

    private final DataSource dataSource;
    private final CurrentCaller caller;

    JobResource(DataSource dataSource, CurrentCaller caller) {
        this.dataSource = dataSource;
        this.caller = caller;
    }

    /// Newest first.
    ///
    /// @param state one of [JobState]; null: all
    /// @param jobClass one of [JobClass]; null: all
    @GET
    public Page<JobView> list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("class") @Nullable String jobClass,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        Caller who = caller.get();
        PageRequest page = PageRequest.of(limit, cursor);
        Place after = page.after(JobResource::place).orElse(Place.START);
        JobFilter filter = new JobFilter(who.tenant(), Access.subject(who), state(state), jobClass(jobClass));
        return TenantConnections.inTenant(
                dataSource,
                who.tenant(),
                connection -> page.cut(
                        JobTable.list(connection, filter, after, page.limitPlusOne()),
                        job -> new Place(job.createdAt(), job.id().toString()).toString()));
    }

    @GET
    @Path("/{id}")
    public JobView get(@PathParam("id") String id) throws SQLException {
        Caller who = caller.get();
        JobKey key = new JobKey(who.tenant(), uuid(id).orElseThrow(ProblemException::notFound));
        return TenantConnections.inTenant(dataSource, who.tenant(), connection -> JobTable.find(connection, key))
                .filter(job -> Access.sees(who, job.subject()))
                .orElseThrow(ProblemException::notFound);
    }

    private static @Nullable JobState state(@Nullable String state) {
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

    private static @Nullable String jobClass(@Nullable String jobClass) {
        var known = Arrays.stream(JobClass.values()).map(JobClass::label).toList();
        if (jobClass != null && !known.contains(jobClass)) {
            throw ProblemException.invalidParameter("class", "must be one of " + known);
        }
        return jobClass;
    }

    private static Place place(String text) {
        Place place = Place.parse(text);
        if (uuid(place.id()).isEmpty()) {
            throw new IllegalArgumentException("no job: " + text);
        }
        return place;
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
