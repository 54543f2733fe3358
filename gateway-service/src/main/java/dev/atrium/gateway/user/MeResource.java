package dev.atrium.gateway.user;

import dev.atrium.gateway.apikey.CurrentKey;
import dev.atrium.gateway.policy.Membership;
import dev.atrium.gateway.policy.Scopes;
import dev.atrium.gateway.team.TeamMembers;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// `/api/me`.
@Path("/api/me")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
public class MeResource {

    private final TeamMembers teams;
    private final CurrentCaller caller;
    private final SecurityIdentity identity;

    MeResource(TeamMembers teams, CurrentCaller caller, SecurityIdentity identity) {
        this.teams = teams;
        this.caller = caller;
        this.identity = identity;
    }

    /// Who the credentials of a request stand for.
    ///
    /// @param scopes what the credentials allow
    /// @param teams in the organisation that the credentials are used in: `team:<id>`
    /// @param key the API key that the request came with, if it came with one
    public record Me(
            String subject,
            String tenant,
            String handle,
            Set<String> roles,
            Set<String> scopes,
            Set<String> teams,
            @Nullable CurrentKey key) {}

    @GET
    @Operation(operationId = "getMe", summary = "Who you are and what your credentials allow")
    @APIResponseSchema(Me.class)
    public Uni<Me> get() {
        Caller me = caller.get();
        return identity.getAttribute(Membership.ATTRIBUTE) == null
                ? Uni.createFrom().item(me(me, new TreeSet<>()))
                : teams.teamsOf(me).map(own -> me(me, own));
    }

    private Me me(Caller me, SortedSet<String> teams) {
        return new Me(
                me.subject(),
                me.tenant().value(),
                me.handle(),
                new TreeSet<>(me.roles()),
                Scopes.sorted(me.scopes()),
                teams,
                identity.getAttribute(CurrentKey.ATTRIBUTE));
    }
}
