package dev.atrium.media.derive;

import dev.atrium.platform.identity.CurrentCaller;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Lets jobs-service have a file processed, on behalf of its owner. The gateway grants nobody the scope for it.
@Path("/internal/files/{id}/derive")
@Tag(name = "Internal")
public class DeriveResource {

    private final CurrentCaller caller;
    private final Derivations derivations;

    DeriveResource(CurrentCaller caller, Derivations derivations) {
        this.caller = caller;
        this.derivations = derivations;
    }

    /// Answers when the file is settled; the same answer every time from then on. 503 means that it is to be tried
    /// again.
    @POST
    @PermissionsAllowed("files:derive")
    @Operation(summary = "Derive thumbnail, preview and text from a file", hidden = true)
    public Uni<Answer> derive(@PathParam("id") String id) {
        return derivations.derive(caller.get(), id);
    }
}
