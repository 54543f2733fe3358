package dev.atrium.gateway.user;

import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.platform.web.Page;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// `/api/users` (GW-7).
@Path("/api/users")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
public class UserResource {

    private final Users users;
    private final CurrentCaller caller;

    UserResource(Users users, CurrentCaller caller) {
        this.users = users;
        this.caller = caller;
    }

    @POST
    @Operation(
            operationId = "createUser",
            summary = "Create a user",
            description =
                    "The user is welcomed by e-mail, an address once a day at most. With an Idempotency-Key the request can be repeated safely:"
                            + " the repetition is answered with 200 and the same user.")
    @APIResponseSchema(value = User.class, responseCode = "201")
    @APIResponse(responseCode = "200", description = "It was made before, with the same Idempotency-Key")
    public Uni<RestResponse<User>> create(
            @Valid @NotNull NewUser wish, @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey) {
        return users.create(caller.get(), wish, IdempotencyKey.checked(idempotencyKey))
                .map(made -> made.at("/api/users/" + made.thing().id()));
    }

    @GET
    @Operation(
            operationId = "listUsers",
            summary = "List users, newest first",
            description = "Without an organisation: those that you created yourself.")
    public Uni<Page<User>> list(
            @Parameter(description = "Only the user with this e-mail address") @QueryParam("email") @Nullable
                    String email,
            @Parameter(description = "`active` (by default), `deactivated` or `all`") @QueryParam("status") @Nullable
                    String status,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return users.list(caller.get(), UserFilter.of(email, status), PageRequest.of(limit, cursor));
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getUser", summary = "Get a user")
    @APIResponse(responseCode = "404", description = "There is no such user, or not for you")
    @APIResponseSchema(User.class)
    public Uni<User> get(@PathParam("id") String id) {
        return users.find(caller.get(), Parameters.id(id)).map(user -> user.orElseThrow(ProblemException::notFound));
    }

    @PATCH
    @Path("{id}")
    @Operation(
            operationId = "updateUser",
            summary = "Change a user's e-mail address or name",
            description = "In an organisation only administrators change whom others created.")
    @APIResponseSchema(User.class)
    @APIResponse(
            responseCode = "409",
            description = "The address is taken, or the user is deactivated or kept by an identity provider")
    public Uni<User> change(@PathParam("id") String id, @Valid @NotNull UserChange change) {
        return users.change(caller.get(), Parameters.id(id), change)
                .map(user -> user.orElseThrow(ProblemException::notFound));
    }

    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "deactivateUser",
            summary = "Deactivate a user",
            description =
                    "It stays readable; its e-mail address is free again. Who it was is forgotten some time later: `email`"
                            + " and `name` are empty then. Who signs in by a provider loses the"
                            + " membership, the keys and the sessions in the organisation. In an organisation only administrators end whom others created.")
    @APIResponse(responseCode = "204", description = "Deactivated")
    public Uni<Void> deactivate(@PathParam("id") String id) {
        return users.deactivate(caller.get(), Parameters.id(id))
                .invoke(found -> {
                    if (!found) {
                        throw ProblemException.notFound();
                    }
                })
                .replaceWithVoid();
    }
}
