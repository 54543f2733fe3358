package dev.atrium.gateway.user;

import dev.atrium.gateway.policy.Scopes;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// `/api/me`.
@Path("/api/me")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
public class MeResource {

    private final CurrentCaller caller;

    MeResource(CurrentCaller caller) {
        this.caller = caller;
    }

    /// Who the credentials of a request stand for.
    ///
    /// @param scopes what the credentials allow
    public record Me(String subject, String tenant, String handle, Set<String> roles, Set<String> scopes) {}

    @GET
    @Operation(operationId = "getMe", summary = "Who you are and what your credentials allow")
    public Me get() {
        Caller me = caller.get();
        return new Me(
                me.subject(), me.tenant().value(), me.handle(), new TreeSet<>(me.roles()), Scopes.sorted(me.scopes()));
    }
}
