package dev.atrium.room.quota;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks Redis each two seconds what gateways tell under a key.
final class Told {

    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Redis redis;
    private final Vertx vertx;
    private final String key;
    private final Consumer<@Nullable String> heard;
    private final Consumer<Throwable> failed;
    private volatile boolean asking;
    private long timer;

    /// @param heard gets each answer; null if nothing is told
    /// @param failed where there is no answer within two seconds, or `heard` throws
    Told(Redis redis, Vertx vertx, String key, Consumer<@Nullable String> heard, Consumer<Throwable> failed) {
        this.redis = redis;
        this.vertx = vertx;
        this.key = key;
        this.heard = heard;
        this.failed = failed;
    }

    void start() {
        timer = vertx.setPeriodic(EVERY.toMillis(), _ -> ask());
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void ask() {
        if (asking) {
            return;
        }
        asking = true;
        redis.send(Request.cmd(Command.GET).arg(key))
                .timeout(EVERY.toMillis(), TimeUnit.MILLISECONDS)
                .map(this::hear)
                .onComplete(_ -> asking = false, failure -> {
                    asking = false;
                    failed.accept(failure);
                });
    }

    private @Nullable Void hear(@Nullable Response answer) {
        heard.accept(answer == null ? null : answer.toString());
        return null;
    }
}
