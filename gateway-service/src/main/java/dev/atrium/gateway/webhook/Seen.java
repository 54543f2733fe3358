package dev.atrium.gateway.webhook;

import dev.atrium.gateway.redis.Redis;
import dev.atrium.platform.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Remembers what was acknowledged, for longer than sources try again. It spares consumers most
/// repetitions, not all: nothing is remembered before it is in Kafka, so that nothing is lost, and
/// nothing while Redis is away. Repetitions have the same event id, by which consumers know them.
@ApplicationScoped
class Seen {

    private static final Logger LOG = Logger.getLogger(Seen.class);

    /// The schedule of Standard Webhooks ends after 75 hours, others' sooner.
    private static final Duration KEEP = Duration.ofDays(5);

    private static final String FAILED = "failed";

    private final Redis redis;

    Seen(Redis redis) {
        this.redis = redis;
    }

    /// Whether a message was acknowledged and need not come again; false if that cannot be known.
    Uni<Boolean> has(UUID source, String messageId) {
        return redis.send(Request.cmd(Command.GET).arg(key(source, messageId)))
                .map(answer -> answer.isPresent() && !answer.get().toString().equals(FAILED))
                .onFailure(ProblemException.class)
                .recoverWithItem(e -> unknown(e));
    }

    /// Remembers an acknowledged message, if possible, unless it is known already that it had no effect.
    Uni<Void> add(UUID source, String messageId) {
        return remember(set(source, messageId, "").arg("NX"));
    }

    /// Remembers that a message had no effect, if possible: it is taken when it comes again.
    Uni<Void> fail(UUID source, String messageId) {
        return remember(set(source, messageId, FAILED));
    }

    private static Request set(UUID source, String messageId, String what) {
        return Request.cmd(Command.SET)
                .arg(key(source, messageId))
                .arg(what)
                .arg("EX")
                .arg(KEEP.toSeconds());
    }

    private Uni<Void> remember(Request set) {
        return redis.send(set)
                .replaceWith(true)
                .onFailure(ProblemException.class)
                .recoverWithItem(e -> unknown(e))
                .replaceWithVoid();
    }

    private static boolean unknown(Throwable failure) {
        LOG.warnf("repeated webhooks are not known at the moment, consumers drop them: error=%s", failure);
        return false;
    }

    private static String key(UUID source, String messageId) {
        return "webhook:" + source + ":" + Signature.sha256(messageId.getBytes(StandardCharsets.UTF_8));
    }
}
