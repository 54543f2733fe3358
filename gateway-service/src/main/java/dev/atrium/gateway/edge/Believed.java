package dev.atrium.gateway.edge;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// What was read about each of many, and is believed for a while without reading it again. Where it cannot be
/// read, what was read lately is believed for longer: the database has gone, so nobody can have changed it there, or
/// cannot be reached from here, and then that time bounds the harm. A failure is never kept. Caffeine's own refresh
/// would give what is old to whoever asks first. Thread-safe.
///
/// @param <K> by what it is read
public final class Believed<K, V> {

    private static final Logger LOG = Logger.getLogger(Believed.class);

    private final String what;
    private final long freshNanos;
    private final Duration unread;
    private final Function<K, Uni<V>> read;
    private final Ticker ticker;
    private final AsyncCache<K, Belief<V>> beliefs;
    private final AtomicBoolean unreadable = new AtomicBoolean();

    /// @param readAt when it was read
    /// @param askedAt when it was tried last to read it
    private record Belief<V>(V value, long readAt, long askedAt) {}

    /// @param what in the log, in the plural
    /// @param fresh for how long it is not read again
    /// @param unread for how long it is believed where it cannot be read again; 0: not at all
    /// @param most of how many it is kept
    public Believed(String what, Duration fresh, Duration unread, long most, Function<K, Uni<V>> read) {
        this(what, fresh, unread, most, read, Ticker.systemTicker());
    }

    Believed(String what, Duration fresh, Duration unread, long most, Function<K, Uni<V>> read, Ticker ticker) {
        this.what = what;
        this.freshNanos = fresh.toNanos();
        this.unread = unread;
        this.read = read;
        this.ticker = ticker;
        this.beliefs = Caffeine.newBuilder()
                .expireAfterWrite(fresh.compareTo(unread) > 0 ? fresh : unread)
                .maximumSize(most)
                .ticker(ticker)
                .executor(Runnable::run)
                .buildAsync();
    }

    /// What is believed. Fails as the reading does. The item arrives on the Vert.x context of the subscriber.
    public Uni<V> get(K key) {
        CompletableFuture<Belief<V>> belief = beliefs.get(key, (one, _) -> read(one, null));
        if (isOld(belief)) {
            belief = Objects.requireNonNull(beliefs.asMap().compute(key, this::renewed));
        }
        CompletableFuture<Belief<V>> current = belief;
        return current.state() == Future.State.SUCCESS
                ? Uni.createFrom().item(current.resultNow().value())
                : SameContext.share(() -> current).map(Belief::value);
    }

    /// Forgets what was read, because it has just been changed here; also what is being read.
    public void forget(Iterable<? extends K> keys) {
        beliefs.synchronous().invalidateAll(keys);
    }

    private CompletableFuture<Belief<V>> renewed(K key, @Nullable CompletableFuture<Belief<V>> present) {
        if (present == null) {
            return read(key, null);
        }
        return isOld(present) ? read(key, present.resultNow()) : present;
    }

    private boolean isOld(CompletableFuture<Belief<V>> belief) {
        return belief.state() == Future.State.SUCCESS
                && ticker.read() - belief.resultNow().askedAt() >= freshNanos;
    }

    private CompletableFuture<Belief<V>> read(K key, @Nullable Belief<V> last) {
        return read.apply(key)
                .map(this::readNow)
                .onFailure(_ -> last != null && ticker.read() - last.readAt() < unread.toNanos())
                .recoverWithItem(failure -> withoutReading(Objects.requireNonNull(last), failure))
                .subscribeAsCompletionStage();
    }

    private Belief<V> readNow(V value) {
        if (unreadable.compareAndSet(true, false)) {
            LOG.infof("%s can be read again", what);
        }
        long now = ticker.read();
        return new Belief<>(value, now, now);
    }

    private Belief<V> withoutReading(Belief<V> last, Throwable failure) {
        if (unreadable.compareAndSet(false, true)) {
            LOG.warnf(
                    "%s cannot be read, what was read last is believed for up to %s: %s",
                    what, unread, failure.getCause() == null ? failure : failure.getCause());
        }
        return new Belief<>(last.value(), last.readAt(), ticker.read());
    }
}
