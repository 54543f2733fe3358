package dev.atrium.room.http;

import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sender's own ids of what it sends.
public final class ClientIds {

    private ClientIds() {}

    /// What a header and a property of the body both tell.
    ///
    /// @throws ProblemException if both are given and differ
    public static @Nullable String oneOf(@Nullable String idempotencyKey, @Nullable String clientId) {
        if (idempotencyKey != null && clientId != null && !idempotencyKey.equals(clientId)) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "Idempotency-Key and clientId mean the same and must not differ.",
                    List.of(Problem.Fault.inParameter("Idempotency-Key", "differs from clientId")),
                    null);
        }
        return clientId == null ? idempotencyKey : clientId;
    }
}
