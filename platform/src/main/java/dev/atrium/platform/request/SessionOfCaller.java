package dev.atrium.platform.request;

import dev.atrium.platform.web.Ids;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.UUID;

/// In which session the caller came, as the gateway, which keeps sessions, tells services: what is to end
/// with the session is kept with its id. What clients say there the gateway never passes on.
public final class SessionOfCaller {

    /// Header with the session's id; absent where the caller came with something else.
    public static final String HEADER = "X-Session";

    private SessionOfCaller() {}

    /// Empty where the caller came with something else.
    public static Optional<UUID> of(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader(HEADER)).flatMap(Ids::parse);
    }
}
