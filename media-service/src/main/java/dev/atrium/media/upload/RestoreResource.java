package dev.atrium.media.upload;

import dev.atrium.media.storage.Party;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.paging.Parameters;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Brings files back from backups, for jobs-service: under an id that it chooses, with their owners and
/// times. It is not told as an upload, so nobody announces it; whoever restores has it derived. The
/// gateway has no such route and grants no such scope.
@Path("/internal/restored-files/{id}")
@Tag(name = "Internal")
public class RestoreResource {

    private final CurrentCaller current;
    private final Spool spool;
    private final Uploads uploads;

    RestoreResource(CurrentCaller current, Spool spool, Uploads uploads) {
        this.current = current;
        this.spool = spool;
        this.uploads = uploads;
    }

    /// What was restored.
    ///
    /// @param type sniffed from the bytes
    public record Restored(String id, String type, String sha256) {}

    /// Sent again it changes nothing; 409 if the id is that of other bytes.
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @PermissionsAllowed("files:restore")
    @Operation(summary = "Bring a file back from a backup", hidden = true)
    public Uni<Restored> restore(@PathParam("id") String id, @Context RoutingContext http) {
        Caller caller = current.get();
        TenantId tenant = caller.tenant();
        UUID file = Parameters.id(id);
        return spool.receive(
                        http.request(),
                        Party.of(tenant, caller.subject(), http.request()),
                        received -> uploads.restore(tenant, file, received, RestoredForm.of(received.fields())))
                .map(content -> new Restored(id, content.type(), content.sha256()));
    }
}
