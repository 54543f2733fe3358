package dev.atrium.room.http.object;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.CurrentCaller;
import dev.atrium.platform.request.IdempotencyKey;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.http.RoomReader;
import dev.atrium.room.http.RoomWriter;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.jspecify.annotations.Nullable;

/// Operations on a room's objects by HTTP (RM-5).
@Path("/api/rooms/{id}/operations")
final class OperationResource {

    private final CurrentCaller callers;
    private final ObjectReader reader;
    private final RoomWriter writer;

    OperationResource(CurrentCaller callers, ObjectReader reader, RoomWriter writer) {
        this.callers = callers;
        this.reader = reader;
        this.writer = writer;
    }

    /// Applies operations, all of them or none. Answered when that is durable; sent again with the same
    /// client id they are not applied again.
    ///
    /// Refused with 409 if `base` is not the present version and the conflict is not resolved, 412 if
    /// `lock` is not held, 413 if something is too large, 422 if a value does not fit a schema, and 423
    /// if somebody else holds a lock on the object; `errors` says which operation it was, and `present`
    /// what is there.
    ///
    /// @param idempotencyKey the same as `clientId` in the body
    @POST
    @PermissionsAllowed("rooms:write")
    public Uni<AppliedOperations> operate(
            @PathParam("id") String room,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String idempotencyKey,
            @NotNull @Valid NewOperations body) {
        Caller caller = callers.get();
        RoomKey key = RoomReader.key(caller, room);
        Command.Operate operate = body.by(caller.actor(), IdempotencyKey.checked(idempotencyKey));
        return writer.operate(key, operate)
                .flatMap(applied -> applied.isNew()
                        ? Uni.createFrom().item(new AppliedOperations(applied.sequence(), false, applied.objects()))
                        : reader.objects(caller, key, operate.operations())
                                .map(objects -> new AppliedOperations(applied.sequence(), true, objects)));
    }
}
