package dev.atrium.gateway.apikey;

import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Page;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// `/api/keys` (GW-2).
@Path("/api/keys")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Keys")
public class ApiKeyResource {

    /// Attribute of the security identity: until when the key is valid that the request came with; absent: forever, or
    /// it came without a key.
    public static final String EXPIRY_ATTRIBUTE = "atrium.apikey.expiry";

    private final KeyRing keys;
    private final CurrentCaller caller;
    private final SecurityIdentity identity;

    ApiKeyResource(KeyRing keys, CurrentCaller caller, SecurityIdentity identity) {
        this.keys = keys;
        this.caller = caller;
        this.identity = identity;
    }

    @POST
    @Operation(
            operationId = "createKey",
            summary = "Make an API key",
            description = "Without credentials: a key for a new identity with a friendly name, no sign-up needed. With"
                    + " credentials: a further key for the same identity. The key is shown in this answer only.")
    @APIResponseSchema(value = ApiKey.class, responseCode = "201")
    public Uni<RestResponse<ApiKey>> create(@Valid @Nullable NewKey wish) {
        Instant expiry = identity.getAttribute(EXPIRY_ATTRIBUTE);
        return keys.create(caller.get(), expiry, wish == null ? NewKey.UNSPECIFIED : wish)
                .map(key -> RestResponse.status(RestResponse.Status.CREATED, key));
    }

    @GET
    @Operation(operationId = "listKeys", summary = "List your own keys that are not revoked, newest first")
    public Uni<Page<ApiKey>> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        return keys.list(caller.get(), PageRequest.of(limit, cursor));
    }

    @DELETE
    @Path("{id}")
    @Operation(operationId = "revokeKey", summary = "Revoke a key of your own, at once")
    @APIResponse(responseCode = "204", description = "Revoked")
    public Uni<Void> revoke(@PathParam("id") String id) {
        return keys.revoke(caller.get(), parse(id))
                .invoke(ApiKeyResource::demand)
                .replaceWithVoid();
    }

    private static void demand(boolean found) {
        if (!found) {
            throw ProblemException.notFound();
        }
    }

    private static UUID parse(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound();
        }
    }
}
