package dev.atrium.media.file;

import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.tenancy.TenantTransactions;
import dev.atrium.platform.web.Page;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Tells jobs-service all of a tenant's files, for a backup, whoever may read them; and which there are, when all are
/// to go. The gateway has no such routes and grants no such scopes.
@Path("/internal/files")
@Tag(name = "Internal")
public class BackupResource {

    private static final UUID FIRST = new UUID(0, 0);
    private static final String ALL = "from StoredFile where id > :after order by id";

    private final CurrentCaller caller;
    private final Downloads downloads;

    BackupResource(CurrentCaller caller, Downloads downloads) {
        this.caller = caller;
        this.downloads = downloads;
    }

    /// By id, the oldest first.
    @GET
    @PermissionsAllowed({"files:backup", Files.DISSOLVE})
    @Operation(summary = "List all files of the tenant", hidden = true)
    public Uni<Page<StoredView>> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        UUID after = page.after(UUID::fromString).orElse(FIRST);
        return TenantTransactions.inTenant(
                caller.get().tenant(),
                session -> session.createSelectionQuery(ALL, StoredFile.class)
                        .setParameter("after", after)
                        .setMaxResults(page.limitPlusOne())
                        .getResultList()
                        .map(files ->
                                page.cut(files.stream().map(StoredView::of).toList(), StoredView::id)));
    }

    /// The bytes of a file, or a range of them.
    @GET
    @Path("/{id}/content")
    @Produces(MediaType.WILDCARD)
    @PermissionsAllowed("files:backup")
    @Operation(summary = "Download any file of the tenant", hidden = true)
    public Uni<Response> content(@PathParam("id") String id, @Context RoutingContext http) {
        UUID file = Parameters.id(id);
        return TenantTransactions.inTenant(caller.get().tenant(), session -> session.find(StoredFile.class, file))
                .flatMap(found -> {
                    if (found == null) {
                        throw ProblemException.notFound();
                    }
                    return downloads.answer(Download.content(found), http);
                });
    }
}
