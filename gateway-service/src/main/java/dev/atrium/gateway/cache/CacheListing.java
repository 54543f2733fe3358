package dev.atrium.gateway.cache;

import dev.atrium.gateway.redis.Redis;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.web.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

/// Tells which values there are, by the names that are kept in order beside them ([Names]): a page costs
/// what it has, however much else is in Redis.
@ApplicationScoped
class CacheListing {

    /// Of how many values one answer looks at most whether they are still there; those that are not are
    /// forgotten then.
    private static final int LOOKS_MAX = 1_000;

    /// Behind all characters of keys.
    private static final char LAST = '\u007f';

    private final Redis redis;
    private final InstantSource clock;

    CacheListing(Redis redis, InstantSource clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /// The keys with a prefix, by ASCII. A page has fewer than it might, or none, and yet a next one,
    /// where most of those that it comes across have just ended.
    ///
    /// @param prefix may be empty
    Uni<Page<CachedKey>> list(Caller caller, String prefix, PageRequest page) {
        String all = Names.value(caller.tenant(), prefix);
        String from = page.after(position -> "(" + Names.value(caller.tenant(), checked(prefix, position)))
                .orElse("[" + all);
        Request command = Request.cmd(Command.EVAL)
                .arg(Scripts.LIST)
                .arg(1)
                .arg(Names.index(caller))
                .arg(from)
                .arg("(" + all + LAST)
                .arg(page.limitPlusOne())
                .arg(LOOKS_MAX);
        return redis.send(command).map(answer -> page(caller, page, answer.orElseThrow()));
    }

    private Page<CachedKey> page(Caller caller, PageRequest page, Response answer) {
        int prefix = Names.value(caller.tenant(), "").length();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<CachedKey> found = StreamSupport.stream(answer.get(1).spliterator(), false)
                .map(entry -> entry(entry, prefix, now))
                .toList();
        String last = answer.get(0).toString();
        return last.isEmpty()
                ? page.cut(found, CachedKey::key)
                : new Page<>(found, PageRequest.cursor(last.substring(prefix)));
    }

    private static CachedKey entry(Response entry, int prefix, Instant now) {
        Response meta = entry.get(3);
        return new CachedKey(
                entry.get(0).toString().substring(prefix),
                Objects.requireNonNull(entry.get(4).toLong()),
                entry.get(2).toString(),
                '"' + entry.get(1).toString() + '"',
                now.plusMillis(Objects.requireNonNull(entry.get(5).toLong())),
                Metadata.read(meta == null ? "" : meta.toString()));
    }

    private static String checked(String prefix, String position) {
        if (!position.startsWith(prefix) || !CacheResource.isKey(position)) {
            throw new IllegalArgumentException("not behind a key with this prefix");
        }
        return position;
    }
}
