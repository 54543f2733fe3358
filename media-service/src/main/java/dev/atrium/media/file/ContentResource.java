package dev.atrium.media.file;

import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.problem.ProblemException;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The bytes of a file, and of what was derived from it (MD-3): all of them, or a range.
@Path("/api/files/{id}")
@Tag(name = "Files")
@Produces(MediaType.WILDCARD)
@PermissionsAllowed("files:read")
@APIResponse(
        responseCode = "200",
        description = "All bytes",
        content = @Content(mediaType = "*/*", schema = @Schema(type = SchemaType.STRING, format = "binary")))
@APIResponse(
        responseCode = "206",
        description = "Those that `Range` asks for, which `Content-Range` names",
        content = @Content(mediaType = "*/*", schema = @Schema(type = SchemaType.STRING, format = "binary")))
@APIResponse(responseCode = "304", description = "They have the tag that `If-None-Match` names")
@APIResponse(responseCode = "416", description = "There are no bytes in the range")
public class ContentResource {

    private final CurrentCaller caller;
    private final Files files;
    private final Downloads downloads;

    ContentResource(CurrentCaller caller, Files files, Downloads downloads) {
        this.caller = caller;
        this.files = files;
        this.downloads = downloads;
    }

    /// The bytes that were uploaded.
    @GET
    @Path("/content")
    @Parameter(name = "Range", in = ParameterIn.HEADER, schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "If-Range", in = ParameterIn.HEADER, schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "If-None-Match", in = ParameterIn.HEADER, schema = @Schema(type = SchemaType.STRING))
    @Operation(summary = "Download a file's bytes, or a range of them")
    public Uni<Response> content(@PathParam("id") String id, @Context RoutingContext http) {
        return files.readable(caller.get(), id)
                .flatMap(placed -> downloads.answer(Download.content(placed.file()), http));
    }

    /// A picture of at most 320 by 320 pixels, once it is derived.
    @GET
    @Path("/thumbnail")
    @Parameter(name = "Range", in = ParameterIn.HEADER, schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "If-Range", in = ParameterIn.HEADER, schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "If-None-Match", in = ParameterIn.HEADER, schema = @Schema(type = SchemaType.STRING))
    @Operation(summary = "Download a file's thumbnail, once the file is ready and if it has one")
    public Uni<Response> thumbnail(@PathParam("id") String id, @Context RoutingContext http) {
        return files.readable(caller.get(), id).flatMap(placed -> {
            Long bytes = placed.file().thumbnailBytes();
            if (bytes == null) {
                throw ProblemException.notFound();
            }
            return downloads.answer(Download.thumbnail(placed.file(), bytes), http);
        });
    }

    /// A picture of at most 1,600 by 1,600 pixels, once it is derived: of pictures that are larger than their
    /// thumbnail.
    @GET
    @Path("/preview")
    @Parameter(name = "Range", in = ParameterIn.HEADER, schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "If-Range", in = ParameterIn.HEADER, schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "If-None-Match", in = ParameterIn.HEADER, schema = @Schema(type = SchemaType.STRING))
    @Operation(summary = "Download a picture's preview, once it is ready and if it is larger than its thumbnail")
    public Uni<Response> preview(@PathParam("id") String id, @Context RoutingContext http) {
        return files.readable(caller.get(), id).flatMap(placed -> {
            Long bytes = placed.file().previewBytes();
            if (bytes == null) {
                throw ProblemException.notFound();
            }
            return downloads.answer(Download.preview(placed.file(), bytes), http);
        });
    }

    /// The text of a file, at most 1 MB, once it is derived.
    @GET
    @Path("/text")
    @Parameter(name = "Range", in = ParameterIn.HEADER, schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "If-Range", in = ParameterIn.HEADER, schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "If-None-Match", in = ParameterIn.HEADER, schema = @Schema(type = SchemaType.STRING))
    @Operation(summary = "Download a file's text, once the file is ready and if it has any")
    public Uni<Response> text(@PathParam("id") String id, @Context RoutingContext http) {
        return files.readable(caller.get(), id).flatMap(placed -> {
            Long bytes = placed.file().textBytes();
            if (bytes == null) {
                throw ProblemException.notFound();
            }
            return downloads.answer(Download.text(placed.file(), bytes), http);
        });
    }
}
