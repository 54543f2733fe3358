package dev.atrium.jobs.notify.mail;

import dev.atrium.jobs.access.Access;
import dev.atrium.jobs.audit.Audits;
import dev.atrium.jobs.audit.Deed;
import dev.atrium.jobs.notify.Category;
import dev.atrium.platform.event.AuditAction;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Page;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Addresses of the tenant that get no mail, for its admins (JB-8).
@Path("/api/notifications/suppressions")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class SuppressionResource {

    private final DataSource dataSource;
    private final Audits audits;
    private final CurrentCaller caller;

    SuppressionResource(DataSource dataSource, Audits audits, CurrentCaller caller) {
        this.dataSource = dataSource;
        this.audits = audits;
        this.caller = caller;
    }

    /// Newest first.
    @GET
    @PermissionsAllowed("notifications:read")
    public Page<Suppression> list(
            @QueryParam("email") @Nullable String email,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        Caller who = admin();
        PageRequest page = PageRequest.of(limit, cursor);
        UUID below = page.after(UUID::fromString).orElse(null);
        if (email != null && email.indexOf('\0') >= 0) {
            throw ProblemException.invalidParameter("email", "must be a mail address");
        }
        return TenantConnections.inTenant(
                dataSource,
                who.tenant(),
                connection -> page.cut(
                        Suppressions.list(connection, who.tenant(), email, below, page.limitPlusOne()),
                        suppression -> suppression.id().toString()));
    }

    /// The address gets mail again.
    @DELETE
    @Path("/{id}")
    @PermissionsAllowed("notifications:write")
    public void delete(@PathParam("id") String id) throws SQLException {
        Caller who = admin();
        UUID which = Parameters.id(id);
        TenantConnections.inTenant(dataSource, who.tenant(), connection -> {
            Suppression found =
                    Suppressions.find(connection, who.tenant(), which).orElseThrow(ProblemException::notFound);
            if (Suppressions.delete(connection, who.tenant(), which)) {
                audits.add(connection, who, removed(found));
            }
            return found;
        });
    }

    private static Deed removed(Suppression suppression) {
        Category category = suppression.category();
        Map<String, String> detail =
                Map.of("reason", suppression.reason(), "category", category == null ? "all" : category.label());
        return new Deed(AuditAction.SUPPRESSION_REMOVE, suppression.id().toString(), detail);
    }

    private Caller admin() {
        Caller who = caller.get();
        Access.requireAdmin(who);
        return who;
    }
}
