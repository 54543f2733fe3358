package dev.atrium.media.file;

import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Page;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Files (MD-3); their bytes are [ContentResource]'s. A file that the caller may not read is answered like one that
/// does not exist.
@Path("/api/files")
@Tag(name = "Files")
@PermissionsAllowed("files:read")
public class FileResource {

    private final CurrentCaller caller;
    private final Files files;
    private final Deletions deletions;

    FileResource(CurrentCaller caller, Files files, Deletions deletions) {
        this.caller = caller;
        this.files = files;
        this.deletions = deletions;
    }

    /// The caller's own files, those of a room, or all of an organisation, the newest first.
    ///
    /// @param room null: not those of a room
    /// @param of `organisation`, for administrators: all of theirs, whoever may read them; null: not all
    @GET
    @Operation(summary = "List your own files, those of a room, or as an administrator all of your organisation")
    public Uni<Page<FileView>> list(
            @QueryParam("room") @Nullable String room,
            @QueryParam("of") @Nullable String of,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        if (of != null) {
            if (!of.equals("organisation") || room != null) {
                throw ProblemException.invalidParameter("of", "must be 'organisation', without a room");
            }
            return files.ofOrganisation(caller.get(), page);
        }
        return room == null ? files.own(caller.get(), page) : files.ofRoom(caller.get(), room, page);
    }

    /// What is known about a file.
    @GET
    @Path("/{id}")
    @Operation(summary = "Describe a file")
    public Uni<FileView> describe(@PathParam("id") String id) {
        return files.readable(caller.get(), id).map(Files.Placed::view);
    }

    /// Deletes a file that the caller uploaded, that is in a room of which it is an owner, or that is in an
    /// organisation of which it is an administrator; and what was derived from it. What refers to it stays and
    /// finds nothing.
    @DELETE
    @Path("/{id}")
    @PermissionsAllowed({"files:write", Files.DISSOLVE})
    @Operation(summary = "Delete a file of yours, one in a room that you own, or as an administrator any")
    public Uni<Void> delete(@PathParam("id") String id) {
        return deletions.delete(caller.get(), id);
    }
}
