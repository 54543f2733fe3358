package dev.atrium.media.upload;

import dev.atrium.media.file.FileView;
import dev.atrium.media.storage.Party;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.IdempotencyKey;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Takes a file (MD-1): a form with the part `file`, and optionally `room` or `visibility`.
@Path("/api/upload")
@Tag(name = "Files")
public class UploadResource {

    private final CurrentCaller current;
    private final Spool spool;
    private final Uploads uploads;

    UploadResource(CurrentCaller current, Spool spool, Uploads uploads) {
        this.current = current;
        this.spool = spool;
        this.uploads = uploads;
    }

    /// Answers 201 when the bytes are stored and verified, or 200 if the same Idempotency-Key stored them before.
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @PermissionsAllowed("files:write")
    @Operation(summary = "Upload a file, for yourself or into a room")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.MULTIPART_FORM_DATA,
                            schema = @Schema(implementation = UploadForm.Parts.class)))
    @APIResponse(
            responseCode = "201",
            description = "It is stored",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = FileView.class)))
    @APIResponse(responseCode = "200", description = "It was stored before, with the same Idempotency-Key")
    public Uni<Response> upload(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey, @Context RoutingContext http) {
        Caller caller = current.get();
        if (caller.isAnonymous()) {
            throw new ProblemException(ProblemType.UNAUTHENTICATED, "An upload needs credentials.");
        }
        String key = IdempotencyKey.checked(idempotencyKey);
        Party whose = Party.of(caller.tenant(), caller.subject(), http.request());
        return spool.receive(http.request(), whose, received -> uploads.accept(caller, received, key))
                .map(UploadResource::response);
    }

    private static Response response(Uploads.Accepted accepted) {
        // As a plain header: a URI would be made absolute with our own address, which no client can reach.
        return Response.status(accepted.created() ? Response.Status.CREATED : Response.Status.OK)
                .header(HttpHeaders.LOCATION, "/api/files/" + accepted.file().id())
                .entity(accepted.file())
                .build();
    }
}
