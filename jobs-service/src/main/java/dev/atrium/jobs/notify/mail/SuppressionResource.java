package dev.atrium.jobs.notify.mail;

import dev.atrium.jobs.access.Access;
import dev.atrium.jobs.audit.Audits;
import dev.atrium.jobs.audit.Deed;
import dev.atrium.jobs.mail.MailAddress;
import dev.atrium.jobs.notify.Category;
import dev.atrium.platform.event.AuditAction;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Page;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/// Addresses of the tenant that get no mail, for its admins (JB-8).
@Path("/api/notifications/suppressions")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class SuppressionResource {

    private static final int MAX_DETAIL = 1_000;

    private final DataSource dataSource;
    private final Audits audits;
    private final InstantSource clock;
    private final CurrentCaller caller;

    SuppressionResource(DataSource dataSource, Audits audits, InstantSource clock, CurrentCaller caller) {
        this.dataSource = dataSource;
        this.audits = audits;
        this.clock = clock;
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

    /// Has an address get no mail.
    ///
    /// @param category about what; absent: about nothing, whatever kind of mail it is
    /// @param detail why, at most 1,000 characters
    public record SuppressionRequest(
            @Nullable String email,
            @Nullable Category category,
            @Nullable String detail) {

        /// @throws ProblemException `invalid-request`
        MailAddress address() {
            if (detail != null && (detail.length() > MAX_DETAIL || detail.indexOf('\0') >= 0)) {
                throw ProblemException.invalidProperty(
                        "/detail", "must have at most " + MAX_DETAIL + " characters, none of them NUL");
            }
            return MailAddress.parse(email == null ? "" : email)
                    .orElseThrow(() -> ProblemException.invalidProperty(
                            "/email", "must be a mail address, at most 254 characters"));
        }
    }

    /// No mail is sent to the address any more, or none about a category, until that is removed. The same
    /// once more changes nothing. 409 where there are 10,000 such.
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("notifications:write")
    @APIResponseSchema(value = Suppression.class, responseCode = "201")
    @APIResponse(responseCode = "200", description = "It was so before")
    public Response add(@Nullable SuppressionRequest body) throws SQLException {
        Caller who = admin();
        SuppressionRequest request = body == null ? new SuppressionRequest(null, null, null) : body;
        MailAddress address = request.address();
        Suppressions.Added added = TenantConnections.inTenant(dataSource, who.tenant(), connection -> {
            Suppressions.Added result = Suppressions.add(
                            connection, who.tenant(), address, request.category(), request.detail(), now())
                    .orElseThrow(() -> new ProblemException(
                            ProblemType.CONFLICT,
                            "There are " + Suppressions.MOST_MANUAL + " addresses already that admins have put here."));
            if (result.isNew()) {
                audits.add(connection, who, deed(AuditAction.SUPPRESSION_ADD, result.suppression()));
            }
            return result;
        });
        return Response.status(added.isNew() ? Response.Status.CREATED : Response.Status.OK)
                .entity(added.suppression())
                .build();
    }

    /// As the database keeps it.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
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
                audits.add(connection, who, deed(AuditAction.SUPPRESSION_REMOVE, found));
            }
            return found;
        });
    }

    private static Deed deed(AuditAction action, Suppression suppression) {
        Category category = suppression.category();
        Map<String, String> detail =
                Map.of("reason", suppression.reason(), "category", category == null ? "all" : category.label());
        return new Deed(action, suppression.id().toString(), detail);
    }

    private Caller admin() {
        Caller who = caller.get();
        Access.requireAdmin(who);
        return who;
    }
}
