package dev.atrium.media.derive;

import dev.atrium.media.file.FileView;
import dev.atrium.platform.identity.CurrentCaller;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;

/// Lets people have their files processed once more.
@Path("/api/files/{id}/process")
@Tag(name = "Files")
public class ProcessResource {

    private final CurrentCaller caller;
    private final Derivations derivations;

    ProcessResource(CurrentCaller caller, Derivations derivations) {
        this.caller = caller;
        this.derivations = derivations;
    }

    /// Has a file processed once more that failed, or from which more is derived now than when it was uploaded. Until
    /// that is done it has what it had before.
    @POST
    @ResponseStatus(RestResponse.StatusCode.ACCEPTED)
    @PermissionsAllowed("files:write")
    @Operation(summary = "Process a file of yours once more, or as an administrator any")
    @APIResponseSchema(value = FileView.class, responseCode = "202")
    @APIResponse(responseCode = "409", description = "It is being processed, or hidden by the moderation")
    public Uni<FileView> process(@PathParam("id") String id) {
        return derivations.reset(caller.get(), id);
    }
}
