package dev.atrium.gateway.health;

import dev.atrium.gateway.edge.Shared;
import dev.atrium.gateway.health.Health.Status;
import dev.atrium.gateway.redis.Redis;
import dev.atrium.gateway.signin.ProviderCheck;
import dev.atrium.gateway.upstream.Directory;
import dev.atrium.gateway.upstream.Inquiry;
import dev.atrium.gateway.upstream.Upstreams;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Asks all parts of the suite at once how they are, at most once in [HealthConfig#keep].
@ApplicationScoped
class Checkup {

    private static final int OK = 200;

    private final Pool postgres;
    private final Redis redis;
    private final KafkaCheck kafka;
    private final ProviderCheck provider;
    private final Inquiry inquiry;
    private final HealthConfig config;
    private final Shared<Health> latest;

    Checkup(
            Pool postgres,
            Redis redis,
            KafkaCheck kafka,
            ProviderCheck provider,
            Inquiry inquiry,
            Upstreams upstreams,
            Directory directory,
            HealthConfig config) {
        this.postgres = postgres;
        this.redis = redis;
        this.kafka = kafka;
        this.provider = provider;
        this.inquiry = inquiry;
        this.config = config;
        this.latest = new Shared<>(config.keep(), () -> ask(upstreams, directory));
    }

    /// Never fails: a part that does not answer is down.
    Uni<Health> run() {
        return latest.get();
    }

    private Uni<Health> ask(Upstreams upstreams, Directory directory) {
        List<Uni<Map.Entry<String, Status>>> parts = List.of(
                Uni.createFrom().item(Map.entry("gateway", Status.UP)),
                part("rooms", rooms(directory)),
                part("media", service(upstreams.media().healthUrl())),
                part("jobs", service(upstreams.jobs().healthUrl())),
                part("search", service(upstreams.search().healthUrl())),
                part("postgres", postgres.query("select 1").execute().replaceWith(true)),
                part("redis", redis.send(Request.cmd(Command.PING)).replaceWith(true)),
                part("kafka", kafka.isWell()),
                part("sign-in", provider.isWell()));
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

    /// Well if every room has a node, and each node is well.
    private Uni<Boolean> rooms(Directory directory) {
        List<Uni<Boolean>> nodes =
                directory.roomHealth().stream().map(this::service).toList();
        return Uni.join().all(nodes).andFailFast().map(all -> !directory.missesRooms() && !all.contains(false));
    }

    private Uni<Boolean> service(URI healthUrl) {
        return inquiry.get(healthUrl, MultiMap.caseInsensitiveMultiMap(), config.patience())
                .map(answer -> answer.status() == OK);
    }

    private static Health health(List<Map.Entry<String, Status>> parts) {
        Map<String, Status> byName = new HashMap<>();
        parts.forEach(part -> byName.put(part.getKey(), part.getValue()));
        return Health.of(byName);
    }
}
