package dev.atrium.gateway.apikey;

import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.gateway.edge.Made;
import dev.atrium.gateway.policy.Membership;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.web.Page;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
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

    /// Attribute of the security identity: hash of the key that the request came with; absent if it
    /// came with none.
    public static final String HASH_ATTRIBUTE = "atrium.apikey.hash";

    private final KeyRing keys;
    private final KeyChanges changes;
    private final Secrets secrets;
    private final Audit audit;
    private final CurrentCaller caller;
    private final SecurityIdentity identity;

    ApiKeyResource(
            KeyRing keys,
            KeyChanges changes,
            Secrets secrets,
            Audit audit,
            CurrentCaller caller,
            SecurityIdentity identity) {
        this.keys = keys;
        this.changes = changes;
        this.secrets = secrets;
        this.audit = audit;
        this.caller = caller;
        this.identity = identity;
    }

    @POST
    @Operation(
            operationId = "createKey",
            summary = "Make an API key",
            description = "Without credentials: a key for a new identity with a friendly name, no sign-up needed. With"
                    + " credentials: a further key for the same identity, which allows at most what they allow, and"
                    + " outside of an organisation `organisations:write` only if that is asked for. The key is shown"
                    + " in this answer only: with an Idempotency-Key a repetition makes no second key, but is"
                    + " answered with 409. Without credentials there is no Idempotency-Key: it is 400.")
    @APIResponseSchema(value = ApiKey.class, responseCode = "201")
    public Uni<RestResponse<ApiKey>> create(
            @Valid @Nullable NewKey wish, @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
        Maker maker = maker();
        String repeatable = IdempotencyKey.checked(idempotencyKey);
        return Uni.createFrom()
                .deferred(() -> keys.create(maker, wish == null ? NewKey.UNSPECIFIED : wish, repeatable))
                .onFailure(ProblemException.ofType(ProblemType.FORBIDDEN))
                .call(() -> audit.refused(maker.caller(), Deed.KEY_CREATE, ""))
                .map(key -> Made.now(key).at("/api/keys/" + key.id()));
    }

    @GET
    @Operation(
            operationId = "listKeys",
            summary = "List your own keys, newest first",
            description = "As an administrator of an organisation, signed in, also those of its members.")
    public Uni<Page<ApiKey>> list(
            @Parameter(
                            description =
                                    "Whose keys: a subject, or `everybody`. By default your own; those of others are for"
                                            + " administrators")
                    @QueryParam("createdBy")
                    @Nullable
                    String createdBy,
            @Parameter(
                            description =
                                    "`active`, `disabled`, `expired` or `revoked`; by default all that are not revoked")
                    @QueryParam("status")
                    @Nullable
                    String status,
            @Parameter(description = "Only keys that allow this") @QueryParam("scope") @Nullable String scope,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return keys.list(caller.get(), createdBy, KeyFilter.of(status, scope), PageRequest.of(limit, cursor));
    }

    @GET
    @Path("{id}")
    @Operation(
            operationId = "getKey",
            summary = "Get a key of your own, or as an admin of a member, without its secret")
    @APIResponseSchema(ApiKey.class)
    public Uni<ApiKey> get(@PathParam("id") String id) {
        return keys.find(caller.get(), Parameters.id(id)).map(ApiKeyResource::found);
    }

    @PATCH
    @Path("{id}")
    @Operation(
            operationId = "updateKey",
            summary = "Change a key of your own: its label, or that it is good for less",
            description = "It can be given fewer scopes and an earlier end, and be disabled and enabled again. Within a"
                    + " second that holds everywhere, and the sockets close that were opened with it, so that they come"
                    + " back with what it allows now. To enable it you need every scope of the key yourself, and"
                    + " credentials that do not end before it.")
    @APIResponseSchema(ApiKey.class)
    @APIResponse(responseCode = "409", description = "The key has ended: only its label can be changed")
    public Uni<ApiKey> change(@PathParam("id") String id, @Valid @NotNull KeyChange change) {
        return changes.change(maker(), Parameters.id(id), change).map(ApiKeyResource::found);
    }

    @POST
    @Path("{id}/rotations")
    @Operation(
            operationId = "rotateKey",
            summary = "Give a key of your own a new secret",
            description = "The key stays the same key. Its former secrets work until the overlap ends, and sockets"
                    + " that were opened with them end then: rotate a secret that leaked with `overlapSeconds` 0. The new secret is shown in this answer only; if that was"
                    + " lost, the secret that was replaced can rotate once more within ten minutes. You need every"
                    + " scope of the key yourself, and credentials that do not end before it.")
    @APIResponseSchema(value = ApiKey.class, responseCode = "201")
    @APIResponse(responseCode = "409", description = "The key has ended, or too many former secrets of it still work")
    public Uni<RestResponse<ApiKey>> rotate(@PathParam("id") String id, @Valid @Nullable Rotation rotation) {
        Rotation wish = rotation == null ? Rotation.UNSPECIFIED : rotation;
        Maker maker = maker();
        UUID key = Parameters.id(id);
        return secrets.rotate(maker, key, wish.overlap())
                .onFailure(ProblemException.ofType(ProblemType.FORBIDDEN))
                .call(() -> audit.refused(maker.caller(), Deed.KEY_ROTATE, key.toString()))
                .map(rotated -> RestResponse.status(RestResponse.Status.CREATED, found(rotated)));
    }

    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "revokeKey",
            summary = "Revoke a key, at once",
            description =
                    "Signed in, everybody may revoke their own keys, and administrators of an organisation those of"
                            + " members who are not above them. Any key may revoke itself; another one of yours it may with the scope"
                            + " `keys:write`.")
    @APIResponse(responseCode = "204", description = "Revoked")
    public Uni<Void> revoke(@PathParam("id") String id) {
        CurrentKey key = identity.getAttribute(CurrentKey.ATTRIBUTE);
        Membership membership = identity.getAttribute(Membership.ATTRIBUTE);
        Revoker revoker =
                new Revoker(caller.get(), key == null ? null : key.id(), membership == null ? null : membership.role());
        return secrets.revoke(revoker, Parameters.id(id))
                .invoke(ApiKeyResource::demand)
                .replaceWithVoid();
    }

    private Maker maker() {
        String hash = identity.getAttribute(HASH_ATTRIBUTE);
        CurrentKey key = identity.getAttribute(CurrentKey.ATTRIBUTE);
        return new Maker(caller.get(), hash == null ? null : new KeyHash(hash), key == null ? null : key.expiresAt());
    }

    private static ApiKey found(Optional<ApiKey> key) {
        return key.orElseThrow(ProblemException::notFound);
    }

    private static void demand(boolean found) {
        if (!found) {
            throw ProblemException.notFound();
        }
    }
}
