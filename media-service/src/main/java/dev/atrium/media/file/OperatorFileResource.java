package dev.atrium.media.file;

import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.identity.Operator;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// Files of the commons, which have no administrators, for those of the operator's organisation. To
/// everybody else there is nothing.
@Path("/api/operations/files/{id}")
public class OperatorFileResource {

    private final CurrentCaller caller;
    private final Operator operator;
    private final Deletions deletions;

    OperatorFileResource(CurrentCaller caller, Operator operator, Deletions deletions) {
        this.caller = caller;
        this.operator = operator;
        this.deletions = deletions;
    }

    /// Deletes a file of the commons, whoever may read it, and what was derived from it. Both audit trails tell it.
    @DELETE
    @PermissionsAllowed("files:write")
    @Operation(summary = "Delete a file of the commons")
    public Uni<Void> delete(@PathParam("id") String id) {
        return deletions.deleteOfCommons(operator.demand(caller.get()), id);
    }
}
