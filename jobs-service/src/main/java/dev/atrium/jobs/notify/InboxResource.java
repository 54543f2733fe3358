package dev.atrium.jobs.notify;

import dev.atrium.jobs.sql.RoundTrip;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.outbox.JdbcOutbox;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Page;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The caller's own inbox (JB-7): what the caller is told, grouped by what it concerns.
@Path("/api/notifications")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class InboxResource {

    private final DataSource dataSource;
    private final JdbcOutbox outbox;
    private final CurrentCaller caller;

    InboxResource(DataSource dataSource, JdbcOutbox outbox, CurrentCaller caller) {
        this.dataSource = dataSource;
        this.outbox = outbox;
        this.caller = caller;
    }

    /// @param as what the items become
    /// @param upTo cursor of an item or of the count: what came later stays as it is. Null for one item: all of it
    public record MarkRequest(@Nullable Mark as, @Nullable String upTo) {}

    /// What concerns the same thing is one item; the one with the newest notification is the first.
    ///
    /// @param status `inbox` (all that is not archived, if nothing is said), `unseen`, `unread` or `archived`
    @GET
    @PermissionsAllowed("notifications:read")
    public Page<InboxItem> list(
            @QueryParam("status") @Nullable String status,
            @QueryParam("category") @Nullable String category,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        Caller who = caller.get();
        PageRequest page = PageRequest.of(limit, cursor);
        InboxTable.Query query = new InboxTable.Query(
                status(status),
                category(category),
                page.after(Long::parseLong).orElse(Long.MAX_VALUE),
                page.limitPlusOne());
        return TenantConnections.inTenant(
                dataSource,
                who.tenant(),
                connection -> Page.cut(
                        InboxTable.list(connection, who.tenant(), who.subject(), query),
                        page.limit(),
                        InboxItem::cursor));
    }

    /// How much is new, with the cursor by which all of it can be marked.
    @GET
    @Path("/count")
    @PermissionsAllowed("notifications:read")
    public InboxCount count() throws SQLException {
        Caller who = caller.get();
        return TenantConnections.inTenant(
                dataSource, who.tenant(), connection -> InboxTable.count(connection, who.tenant(), who.subject()));
    }

    @GET
    @Path("/{id}")
    @PermissionsAllowed("notifications:read")
    public InboxItem get(@PathParam("id") String id) throws SQLException {
        Caller who = caller.get();
        UUID item = Parameters.id(id);
        return TenantConnections.inTenant(dataSource, who.tenant(), connection -> find(connection, who, item));
    }

    /// Marks one item. Again: the same.
    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("notifications:read")
    public InboxItem mark(@PathParam("id") String id, @Nullable MarkRequest request) throws SQLException {
        Caller who = caller.get();
        UUID item = Parameters.id(id);
        Mark mark = mark(request);
        String upTo = request == null ? null : request.upTo();
        long number = upTo == null ? Long.MAX_VALUE : number(upTo);
        return TenantConnections.inTenant(dataSource, who.tenant(), connection -> {
            mark(connection, who, mark, item, number);
            return find(connection, who, item);
        });
    }

    /// Marks all items that are not newer than the one of the cursor. Again: the same.
    ///
    /// @return what there is now
    @POST
    @Path("/marks")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("notifications:read")
    public InboxCount markAll(@Nullable MarkRequest request) throws SQLException {
        Caller who = caller.get();
        Mark mark = mark(request);
        if (request == null || request.upTo() == null) {
            throw ProblemException.invalidProperty("/upTo", "is required: the cursor of the newest item that is meant");
        }
        long upTo = number(request.upTo());
        return TenantConnections.inTenant(dataSource, who.tenant(), connection -> {
            mark(connection, who, mark, null, upTo);
            return InboxTable.count(connection, who.tenant(), who.subject());
        });
    }

    private void mark(Connection connection, Caller who, Mark mark, @Nullable UUID item, long upTo)
            throws SQLException {
        long sequence = RoundTrip.alone(connection, trip -> InboxTable.lock(trip, who.tenant(), who.subject()));
        if (InboxTable.mark(connection, who.tenant(), who.subject(), mark, item, upTo) > 0) {
            InboxCount count = InboxTable.changed(connection, who.tenant(), who.subject(), sequence);
            outbox.add(connection, count.event(who.tenant(), who.subject(), null));
        }
    }

    private static InboxItem find(Connection connection, Caller who, UUID item) throws SQLException {
        return InboxTable.find(connection, who.tenant(), who.subject(), item).orElseThrow(ProblemException::notFound);
    }

    private static InboxStatus status(@Nullable String status) {
        return status == null
                ? InboxStatus.INBOX
                : InboxStatus.labelled(status)
                        .orElseThrow(() ->
                                ProblemException.invalidParameter("status", "must be one of " + InboxStatus.labels()));
    }

    private static @Nullable Category category(@Nullable String category) {
        return category == null
                ? null
                : Category.labelled(category)
                        .orElseThrow(() -> ProblemException.invalidParameter(
                                "category",
                                "must be one of "
                                        + Arrays.stream(Category.values())
                                                .map(Category::label)
                                                .toList()));
    }

    private static Mark mark(@Nullable MarkRequest request) {
        if (request == null || request.as() == null) {
            throw ProblemException.invalidProperty("/as", "is required");
        }
        return request.as();
    }

    private static long number(String cursor) {
        try {
            return PageRequest.of(null, cursor).after(Long::parseLong).orElseThrow();
        } catch (ProblemException _) {
            throw ProblemException.invalidProperty("/upTo", "must be the cursor of an item or of the count");
        }
    }
}
