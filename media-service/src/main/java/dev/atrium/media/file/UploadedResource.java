package dev.atrium.media.file;

import dev.atrium.platform.identity.CurrentCaller;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Lets other services take back an upload of which they do not know whether it was made. The gateway has no such
/// route.
@Path("/internal/uploads/{key}")
@Tag(name = "Internal")
public class UploadedResource {

    private final CurrentCaller caller;
    private final Deletions deletions;

    UploadedResource(CurrentCaller caller, Deletions deletions) {
        this.caller = caller;
        this.deletions = deletions;
    }

    /// Deletes the file that the caller uploaded with this `Idempotency-Key`, if there is one: 204 in both cases.
    @DELETE
    @PermissionsAllowed("files:write")
    @Operation(summary = "Delete what was uploaded with an Idempotency-Key", hidden = true)
    public Uni<Void> delete(@PathParam("key") String key) {
        return deletions.deleteUpload(caller.get(), key);
    }
}
