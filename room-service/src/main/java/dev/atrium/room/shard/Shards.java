package dev.atrium.room.shard;

import dev.atrium.platform.follow.Position;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomLogCodec;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.checkpoint.Checkpoint;
import dev.atrium.room.checkpoint.ObjectStore;
import dev.atrium.room.checkpoint.RoomStore;
import dev.atrium.room.log.LogProducer;
import dev.atrium.room.log.ShardOwner;
import dev.atrium.room.operation.ConflictResolver;
import dev.atrium.room.operation.ConflictResolvers;
import dev.atrium.room.tidings.TidingsSender;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The shards that this node is assigned.
@ApplicationScoped
public final class Shards implements ShardOwner.Factory {

    private static final Logger LOG = Logger.getLogger(Shards.class);

    /// At once, so that each is made by one of its own (`quarkus.datasource.reactive.max-size`).
    private static final int CONNECTIONS = 8;

    private static final Duration WARM_UP_LONGEST = Duration.ofSeconds(5);

    /// More than enough to meet one shard of any number by chance.
    private static final int ID_TRIES = 100_000;

    private final ShardParts parts;
    private final WarmUpTraffic traffic;
    private final Map<Integer, ShardHost> hosts = new ConcurrentHashMap<>();
    private volatile int count;
    /// Null but before the node joins the group.
    private volatile @Nullable WarmUp warmUp;

    Shards(
            Vertx vertx,
            LogProducer producer,
            TidingsSender tidings,
            RoomStore store,
            ObjectStore objects,
            Checkpoint checkpoint,
            ShardMetrics metrics,
            @Any Instance<ConflictResolver> resolvers,
            ShardConfig config,
            WarmUpTraffic traffic,
            @ConfigProperty(name = "atrium.room.node.url") URI url,
            InstantSource clock) {
        Announcer announcer = new Announcer(Node.name(), url, producer, () -> count);
        this.parts = new ShardParts(
                Node.name(),
                vertx,
                producer,
                announcer,
                tidings,
                store,
                objects,
                checkpoint,
                metrics,
                all(resolvers),
                config.limits(),
                NodeMemory.ofHeap(config.heapPercent()),
                clock);
        this.traffic = traffic;
        metrics.watch(this, parts.memory());
    }

    private static ConflictResolvers all(Instance<ConflictResolver> more) {
        ConflictResolvers all = ConflictResolvers.BUILT_IN;
        for (ConflictResolver resolver : more) {
            all = all.with(resolver);
        }
        return all;
    }

    /// A room that moves to a fresh process shall not wait until this has loaded its code and connected to its stores.
    @Override
    public void prepare() {
        long startedNanos = System.nanoTime();
        parts.producer().connect();
        RoomKey nowhere = new RoomKey(new TenantId("warm-up"), Ids.next().toString());
        for (int i = 0; i < CONNECTIONS; i++) {
            parts.store()
                    .load(nowhere)
                    .subscribe()
                    .with(_ -> {}, failure -> LOG.infof("nothing can be loaded yet: error=%s", failure));
        }
        Context loop = ((VertxInternal) parts.vertx()).createEventLoopContext();
        WarmUp warmingUp = new WarmUp(
                parts.limits(),
                task -> loop.runOnContext(_ -> task.run()),
                (delay, task) ->
                        parts.vertx().setTimer(Math.max(1, delay.toMillis()), _ -> loop.runOnContext(_ -> task.run())),
                parts.clock());
        warmUp = warmingUp;
        warmingUp.open();
        warmingUp
                .play()
                .completeOnTimeout(null, WARM_UP_LONGEST.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        traffic.drive(warmingUp.room());
        warmUp = null;
        LOG.infof(
                "warmed up in %d ms: commands=%d",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos), warmingUp.answered());
    }

    @Override
    public ShardOwner assigned(int shard, Position from) {
        ShardHost host = new ShardHost(
                shard,
                from,
                parts,
                ((VertxInternal) parts.vertx()).createEventLoopContext(),
                closed -> hosts.remove(shard, closed));
        hosts.put(shard, host);
        return host;
    }

    @Override
    public void shards(int number) {
        count = number;
    }

    /// Takes no new commands from now on; returns when all that were taken are answered, or after a while.
    public void quiet(Duration patience) {
        CompletableFuture<?>[] all = hosts.values().stream()
                .map(ShardHost::quiet)
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all)
                .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /// Where a room is served at this node, if it is.
    Optional<Host> host(RoomKey key) {
        WarmUp present = warmUp;
        return present != null && present.room().equals(key) ? Optional.of(present) : of(key).map(host -> host);
    }

    /// The host of a room's shard, if the shard is assigned to this node.
    Optional<ShardHost> of(RoomKey key) {
        int number = count;
        return number == 0 ? Optional.empty() : Optional.ofNullable(hosts.get(RoomLogCodec.shard(key.room(), number)));
    }

    /// An id for a new room in a shard that is open here; empty if none is.
    Optional<RoomKey> newRoom(TenantId tenant) {
        if (countOpen() == 0) {
            return Optional.empty();
        }
        return Stream.generate(() -> new RoomKey(tenant, Ids.next().toString()))
                .limit(ID_TRIES)
                .filter(key -> of(key).filter(ShardHost::isOpen).isPresent())
                .findFirst();
    }

    /// An id for a new room of the same tenant in the shard of another room; empty if that is not open here.
    Optional<RoomKey> newRoom(RoomKey neighbour) {
        Optional<ShardHost> place = of(neighbour).filter(ShardHost::isOpen);
        return Stream.generate(() -> new RoomKey(neighbour.tenant(), Ids.next().toString()))
                .limit(place.isEmpty() ? 0 : ID_TRIES)
                .filter(key -> of(key).equals(place))
                .findFirst();
    }

    long backlogSize() {
        return hosts.values().stream().mapToLong(ShardHost::backlogSize).sum();
    }

    /// How many shards are this node's that it cannot serve, and nobody else has taken.
    long countShut() {
        return hosts.values().stream().filter(ShardHost::isShut).count();
    }

    long countOpen() {
        return hosts.values().stream().filter(ShardHost::isOpen).count();
    }
}
