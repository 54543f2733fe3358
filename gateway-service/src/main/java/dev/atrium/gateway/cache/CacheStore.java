package dev.atrium.gateway.cache;

import dev.atrium.gateway.redis.Redis;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.request.Preconditions;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/// Values in Redis: a hash of body, type, tag and metadata under `cache:<tenant>:<key>`. Conditions are
/// checked and the change is made in one script, so nothing comes between. How much a tenant has is
/// bounded, and how much all have together, so that nobody can have Redis forget what is not of the
/// cache, and with many tenants nobody's who has less than each of these; and in the commons, which
/// strangers share, also how much one of them has, and for how long.
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

    /// What Redis needs for a value, roughly, beside what was given. So also the largest value has not
    /// many others forgotten at once.
    private static final int BYTES_MORE = 800;

    /// How often Redis has a value's key.
    private static final int TIMES_KEY = 6;

    /// Names in Redis that a script gets: of the value, of the ends, of the sizes, of the names in order
    /// and of the owners ([Scripts]).
    private static final int KEYS = 5;

    /// So that each value fits, with its key and type.
    private static final long BYTES_LEAST = 1 << 20;

    /// This part of what the commons have is what one who puts values there may have.
    private static final int PARTS_OF_COMMONS = 8;

    private static final Duration TTL_MAX = Duration.ofDays(30);
    private static final Duration TTL_MAX_IN_COMMONS = Duration.ofDays(1);

    private final Redis redis;
    private final CacheConfig config;
    private final InstantSource clock;

    /// @throws IllegalArgumentException if what is configured has no room for the largest value
    CacheStore(Redis redis, CacheConfig config, InstantSource clock) {
        this.redis = redis;
        this.config = config;
        this.clock = clock;
        long least = Math.min(most(config.bytesPerTenant()), most(config.bytesOfCommons()));
        if (Math.min(least, most(config.bytes())) < BYTES_LEAST) {
            throw new IllegalArgumentException("a tenant's cache has at least 1M: atrium.cache");
        }
    }

    Uni<Optional<Kept>> get(TenantId tenant, String key) {
        Request command = Request.cmd(Command.EVAL).arg(Scripts.GET).arg(1).arg(Names.value(tenant, key));
        return redis.send(command).map(answer -> answer.map(this::kept));
    }

    Uni<Outcome> put(Caller caller, String key, Value value, Duration ttl, Preconditions conditions) {
        long size = value.body().length()
                + value.type().length()
                + value.meta().length()
                + (long) TIMES_KEY * key.length()
                + BYTES_MORE;
        boolean common = isCommon(caller);
        long all = most(common ? config.bytesOfCommons() : config.bytesPerTenant());
        long own = common ? Math.max(all / PARTS_OF_COMMONS, BYTES_LEAST) : all;
        Request command = script(Scripts.PUT, caller, key, conditions)
                .arg(io.vertx.mutiny.core.buffer.Buffer.newInstance(value.body()))
                .arg(value.type())
                .arg(value.tag())
                .arg(ttl.toSeconds())
                .arg(size)
                .arg(all)
                .arg(value.meta())
                .arg(own)
                .arg(most(config.bytes()));
        return redis.send(command).map(CacheStore::outcome);
    }

    /// The longest time for which a caller may have a value kept.
    static Duration longest(Caller caller) {
        return isCommon(caller) ? TTL_MAX_IN_COMMONS : TTL_MAX;
    }

    private static boolean isCommon(Caller caller) {
        return Names.share(caller).equals(TenantId.COMMONS);
    }

    Uni<Outcome> delete(Caller caller, String key, Preconditions conditions) {
        return redis.send(script(Scripts.DELETE, caller, key, conditions)).map(CacheStore::outcome);
    }

    private static Request script(String script, Caller caller, String key, Preconditions conditions) {
        return Request.cmd(Command.EVAL)
                .arg(script)
                .arg(KEYS)
                .arg(Names.value(caller.tenant(), key))
                .arg(Names.ends(caller))
                .arg(Names.sizes(caller))
                .arg(Names.index(caller))
                .arg(Names.owners(caller))
                .arg(conditions.ifMatch())
                .arg(conditions.ifNoneMatch());
    }

    private static Outcome outcome(Optional<Response> answer) {
        return Outcome.valueOf(answer.orElseThrow().toString());
    }

    private Kept kept(Response fields) {
        Response meta = fields.get(3);
        Value value = new Value(
                fields.get(0).toBuffer().getDelegate(),
                fields.get(1).toString(),
                meta == null ? "" : meta.toString(),
                fields.get(2).toString());
        long leftMillis = Objects.requireNonNull(fields.get(4).toLong());
        return new Kept(value, clock.instant().plusMillis(leftMillis));
    }

    private static long most(MemorySize size) {
        return size.asLongValue();
    }
}
