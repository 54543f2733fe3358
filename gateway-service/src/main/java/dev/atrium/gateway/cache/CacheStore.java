package dev.atrium.gateway.cache;

import dev.atrium.gateway.edge.Preconditions;
import dev.atrium.gateway.redis.Redis;
import dev.atrium.platform.identity.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/// Values in Redis: a hash of body, type and tag under `cache:<tenant>:<key>`. Conditions are checked
/// and the change is made in one script, so nothing comes between.
@ApplicationScoped
class CacheStore {

    /// What became of a change.
    enum Outcome {
        CREATED,
        REPLACED,
        DELETED,
        ABSENT,
        /// A precondition does not hold; nothing was changed.
        REFUSED
    }

    private static final String HOLDS = """
            local tag = redis.call('HGET', KEYS[1], 'e')
            local function lists(tags)
              return tags == '*' or string.find(' ' .. tags .. ' ', ' ' .. tag .. ' ', 1, true)
            end
            if ARGV[1] ~= '' and not (tag and lists(ARGV[1])) then return 'REFUSED' end
            if ARGV[2] ~= '' and tag and lists(ARGV[2]) then return 'REFUSED' end
            """;
    private static final String PUT = HOLDS + """
            redis.call('HSET', KEYS[1], 'b', ARGV[3], 't', ARGV[4], 'e', ARGV[5])
            redis.call('EXPIRE', KEYS[1], ARGV[6])
            return tag and 'REPLACED' or 'CREATED'
            """;
    private static final String DELETE = HOLDS + """
            return redis.call('DEL', KEYS[1]) == 1 and 'DELETED' or 'ABSENT'
            """;

    private final Redis redis;

    CacheStore(Redis redis) {
        this.redis = redis;
    }

    Uni<Optional<Value>> get(TenantId tenant, String key) {
        Request command = Request.cmd(Command.HMGET)
                .arg(name(tenant, key))
                .arg("b")
                .arg("t")
                .arg("e");
        return redis.send(command).map(answer -> answer.flatMap(CacheStore::value));
    }

    Uni<Outcome> put(TenantId tenant, String key, Value value, Duration ttl, Preconditions conditions) {
        Request command = script(PUT, tenant, key, conditions)
                .arg(io.vertx.mutiny.core.buffer.Buffer.newInstance(value.body()))
                .arg(value.type())
                .arg(value.tag())
                .arg(ttl.toSeconds());
        return redis.send(command).map(CacheStore::outcome);
    }

    Uni<Outcome> delete(TenantId tenant, String key, Preconditions conditions) {
        return redis.send(script(DELETE, tenant, key, conditions)).map(CacheStore::outcome);
    }

    private static Request script(String script, TenantId tenant, String key, Preconditions conditions) {
        return Request.cmd(Command.EVAL)
                .arg(script)
                .arg(1)
                .arg(name(tenant, key))
                .arg(conditions.ifMatch())
                .arg(conditions.ifNoneMatch());
    }

    private static Outcome outcome(Optional<Response> answer) {
        return Outcome.valueOf(answer.orElseThrow().toString());
    }

    private static Optional<Value> value(Response fields) {
        Response tag = fields.get(2);
        return tag == null
                ? Optional.empty()
                : Optional.of(new Value(
                        fields.get(0).toBuffer().getDelegate(), fields.get(1).toString(), tag.toString()));
    }

    /// No tenant can name another's keys: a tenant id has no colon.
    private static String name(TenantId tenant, String key) {
        return "cache:" + tenant + ":" + key;
    }
}
