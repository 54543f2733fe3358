package dev.atrium.room.http.object;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Novelty;
import dev.atrium.room.chat.Text;
import dev.atrium.room.http.ClientIds;
import dev.atrium.room.http.PlainText;
import dev.atrium.room.operation.OperationReader;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/// The body that operates on objects.
///
/// @param clientId your own id of the operations, 1 to 128 characters: sent again, they are not applied again
/// @param operations 1 to 50 of `{op, path, value, base, lock}` with different paths, all of which are
///     applied or none. `op` is `put` (`value` is the object's new value), `merge` (`value` is a JSON Merge
///     Patch, RFC 7396) or `remove`; `base` is the version that you saw, 0 for nothing; `lock` is
///     `{name, token}` of a lock that you hold
record NewOperations(
        @PlainText(max = Text.CLIENT_ID_MAX) @Nullable String clientId,
        @NotNull JsonNode operations) {

    /// @param idempotencyKey the header of this name, which means the same as `clientId`
    /// @throws ProblemException if they are not valid
    Command.Operate by(Actor author, @Nullable String idempotencyKey) {
        String id = ClientIds.oneOf(idempotencyKey, clientId);
        OperationReader reader = new OperationReader(operations);
        reader.refused().ifPresent(refused -> {
            throw ObjectResource.problem(refused);
        });
        return new Command.Operate(author, reader.operations(), id, Novelty.EVER);
    }
}
