package dev.atrium.gateway.redis;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/// Redis with bounded patience. Everything kept there is short-lived: whoever needs it says `unavailable`
/// while Redis is away, and all others work on. Only commands of Redis 6.2 are used.
@ApplicationScoped
public class Redis {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final io.vertx.mutiny.redis.client.Redis client;

    Redis(io.vertx.mutiny.redis.client.Redis client) {
        this.client = client;
    }

    /// Sends one command. Fails with a [ProblemException] `unavailable` if Redis does not answer.
    ///
    /// @return the answer; empty for Redis' nil
    public Uni<Optional<Response>> send(Request command) {
        return client.send(command)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .map(Optional::ofNullable)
                .onFailure()
                .transform(Redis::unavailable);
    }

    private static Throwable unavailable(Throwable cause) {
        return new ProblemException(ProblemType.UNAVAILABLE, "The short-term store does not answer.", cause);
    }
}
