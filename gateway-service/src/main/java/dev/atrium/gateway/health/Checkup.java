package dev.atrium.gateway.health;

import dev.atrium.gateway.edge.Shared;
import dev.atrium.gateway.health.Health.Status;
import dev.atrium.gateway.redis.Redis;
import dev.atrium.gateway.upstream.Inquiry;
import dev.atrium.gateway.upstream.Upstreams;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Asks all parts of the suite at once how they are, at most once in [HealthConfig#keep].
@ApplicationScoped
class Checkup {

    private static final int OK = 200;

    private final Pool postgres;
    private final Redis redis;
    private final Inquiry inquiry;
    private final HealthConfig config;
    private final Shared<Health> latest;

    Checkup(Pool postgres, Redis redis, Inquiry inquiry, Upstreams upstreams, HealthConfig config) {
        this.postgres = postgres;
        this.redis = redis;
        this.inquiry = inquiry;
        this.config = config;
        this.latest = new Shared<>(config.keep(), () -> ask(upstreams));
    }

    /// Never fails: a part that does not answer is down.
    Uni<Health> run() {
        return latest.get();
    }

    private Uni<Health> ask(Upstreams upstreams) {
        List<Uni<Map.Entry<String, Status>>> parts = List.of(
                Uni.createFrom().item(Map.entry("gateway", Status.UP)),
                part("rooms", service(upstreams.room())),
                part("media", service(upstreams.media())),
                part("jobs", service(upstreams.jobs())),
                part("search", service(upstreams.search())),
                part("postgres", postgres.query("select 1").execute().replaceWith(true)),
                part("redis", redis.send(Request.cmd(Command.PING)).replaceWith(true)));
        return Uni.join().all(parts).andFailFast().map(Checkup::health);
    }

    private Uni<Map.Entry<String, Status>> part(String name, Uni<Boolean> well) {
        return well.ifNoItem()
                .after(config.patience())
                .fail()
                .onFailure()
                .recoverWithItem(false)
                .map(up -> Map.entry(name, up ? Status.UP : Status.DOWN));
    }

    private Uni<Boolean> service(Upstreams.Upstream service) {
        return inquiry.get(service.healthUrl(), MultiMap.caseInsensitiveMultiMap(), config.patience())
                .map(answer -> answer.status() == OK);
    }

    private static Health health(List<Map.Entry<String, Status>> parts) {
        Map<String, Status> byName = new HashMap<>();
        parts.forEach(part -> byName.put(part.getKey(), part.getValue()));
        return Health.of(byName);
    }
}
