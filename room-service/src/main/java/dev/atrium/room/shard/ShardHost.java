package dev.atrium.room.shard;

import dev.atrium.platform.follow.Position;
import dev.atrium.room.chat.Decision;
import dev.atrium.room.chat.Message;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.checkpoint.TooLargeToLoadException;
import dev.atrium.room.fanout.Fanout;
import dev.atrium.room.live.LiveFrame;
import dev.atrium.room.log.LogBatch;
import dev.atrium.room.log.ShardOwner;
import dev.atrium.room.operation.Surroundings;
import dev.atrium.room.tidings.Tidings;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// Runs one [Shard] on one event loop: feeds it the log, the store's answers and the requests, and does what it asks
/// for. Everything but [ShardOwner]'s methods, [#submit], [#look] and [#show] runs on that loop.
final class ShardHost implements ShardOwner, Host {

    private static final Logger LOG = Logger.getLogger(ShardHost.class);
    private static final Duration RETRY_FIRST = Duration.ofMillis(100);
    private static final Duration RETRY_LONGEST = Duration.ofSeconds(2);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration ANNOUNCEMENT_INTERVAL = Duration.ofSeconds(10);
    private static final int READ_AHEAD_MAX = 10_000;

    /// For who is sent away where nobody can be told, as while Kafka is away.
    private static final Duration ANNOUNCEMENT_PATIENCE = Duration.ofMillis(200);

    private final int number;
    private final Shard shard;
    private final ShardParts parts;
    private final Context loop;
    private final Fanout fanout;
    private final Tidings tidings;
    private final Storing storing;
    private final LoadingIds loadingIds;
    private final AtomicInteger handedOver = new AtomicInteger();
    private final long timer;
    private final long announcementTimer;
    private Duration retryAfter = RETRY_FIRST;
    private final Consumer<ShardHost> onClosed;
    private boolean closed;
    private boolean evicting;
    /// What the node's memory knows of the rooms here.
    private long sizeBytes;
    /// Under which it was last opened here; 0 before.
    private long epoch;

    private volatile boolean open;
    private volatile boolean behind;
    private volatile boolean shut;
    private volatile int backlogSize;
    private volatile Position checkpointed;

    /// @param onClosed is told when the shard is given up
    ShardHost(int number, Position from, ShardParts parts, Context loop, Consumer<ShardHost> onClosed) {
        this.number = number;
        this.shard = new Shard(parts.log(from), from, parts.limits(), this::surroundings, parts.memory()::isFull);
        this.parts = parts;
        this.loop = loop;
        this.onClosed = onClosed;
        this.checkpointed = from;
        this.fanout = new Fanout(this::onLoop, this::after, System::nanoTime, parts.clock());
        this.tidings = new Tidings(this::after, parts.tidings()::tell);
        this.storing = new Storing(number, shard, parts.checkpoint()::write, this::after, this::publishState);
        this.loadingIds =
                new LoadingIds(number, shard, wanted -> parts.store().ids(wanted.room(), wanted.upTo()), this::after);
        this.timer = parts.vertx().setPeriodic(TICK.toMillis(), _ -> onLoop(this::tick));
        this.announcementTimer =
                parts.vertx().setPeriodic(ANNOUNCEMENT_INTERVAL.toMillis(), _ -> onLoop(this::announceIfOpen));
        act(shard::open);
    }

    @Override
    public void submit(RoomKey key, Request.Submit submit) {
        Request.Submit timed = submit.answering(parts.metrics().timed(submit.reply()));
        act(() -> shard.submit(key, timed, parts.clock().instant()));
    }

    @Override
    public void look(RoomKey key, Request.Look look) {
        act(() -> shard.look(key, look, parts.clock().instant()));
    }

    /// Whether commands are taken.
    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isShut() {
        return shut;
    }

    int backlogSize() {
        return backlogSize;
    }

    @Override
    public void read(LogBatch batch) {
        int size = batch.entries().size();
        handedOver.addAndGet(size);
        act(() -> {
            handedOver.addAndGet(-size);
            return shard.read(batch, parts.clock().instant());
        });
    }

    @Override
    public boolean isBehind() {
        return behind || handedOver.get() > READ_AHEAD_MAX;
    }

    @Override
    public Position checkpointed() {
        return checkpointed;
    }

    /// Takes no new commands from now on.
    ///
    /// @return completes when all that were taken are answered
    CompletionStage<Void> quiet() {
        CompletableFuture<Void> quiet = new CompletableFuture<>();
        onLoop(() -> {
            drain();
            completeWhenQuiet(quiet);
            publishState();
        });
        return quiet;
    }

    /// Shows those who are in a room how far work for it is.
    void show(RoomKey key, LiveFrame.Progress progress) {
        fanout.live().show(key, progress);
    }

    /// Calls back, on some thread, when all that counts by now is checkpointed; never if the shard is lost before.
    void whenStored(Runnable callback) {
        onLoop(() -> storing.whenStored(callback));
    }

    @Override
    public CompletionStage<Void> release() {
        CompletableFuture<Void> released = new CompletableFuture<>();
        onLoop(() -> {
            if (closed) {
                released.complete(null);
            } else {
                drain();
                storing.whenStored(() -> released.complete(null));
                publishState();
            }
        });
        return released;
    }

    @Override
    public void lost() {
        onLoop(() -> {
            close();
            onClosed.accept(this);
        });
    }

    private void drain() {
        shard.drainCommands(parts.clock().instant()).forEach(this::perform);
    }

    private void completeWhenQuiet(CompletableFuture<Void> quiet) {
        if (shard.isQuiet()) {
            quiet.complete(null);
        } else {
            after(Duration.ofMillis(5), () -> completeWhenQuiet(quiet));
        }
    }

    /// Ends it here, but stays in its place until the group has another for it.
    private void shutOut() {
        shut = true;
        close();
    }

    private void close() {
        if (!closed) {
            closed = true;
            open = false;
            // First, whatever may fail behind it: from now on nothing is read.
            List<Output> last = shard.close();
            backlogSize = 0;
            takes(0);
            parts.vertx().cancelTimer(timer);
            parts.vertx().cancelTimer(announcementTimer);
            CompletableFuture<Void> told =
                    epoch > 0 ? parts.announcer().givenUp(number, epoch) : CompletableFuture.completedFuture(null);
            storing.close();
            loadingIds.close();
            try {
                last.forEach(this::perform);
            } finally {
                sendAway(fanout.close(), told);
                tidings.close();
            }
        }
    }

    /// Those who are sent away come back at once: by then nobody sends them here any more.
    private void sendAway(Runnable farewell, CompletableFuture<Void> told) {
        CompletableFuture<Void> _ = told.completeOnTimeout(
                        null, ANNOUNCEMENT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .thenRun(() -> onLoop(farewell));
    }

    private void act(Supplier<List<Output>> input) {
        onLoop(() -> {
            input.get().forEach(this::perform);
            fanout.flush();
            publishState();
        });
    }

    private void publishState() {
        if (closed) {
            return;
        }
        open = shard.isOpen() && !shard.isDraining();
        behind = shard.isBehind();
        backlogSize = shard.backlogSize();
        checkpointed = shard.checkpointed();
        takes(shard.sizeBytes());
        storing.storeSoon();
    }

    private void takes(long bytes) {
        if (bytes != sizeBytes) {
            parts.memory().add(bytes - sizeBytes);
            sizeBytes = bytes;
        }
    }

    private void perform(Output output) {
        switch (output) {
            case Output.Produce produce ->
                parts.producer()
                        .send(
                                number,
                                produce.entry(),
                                produce.traceparent(),
                                failure -> failed(produce.attempt(), failure));
            case Output.Load load -> load(load.room());
            case Output.LoadIds wanted -> loadingIds.add(wanted);
            case Output.Ask ask -> ask(ask.question());
            case Output.Answer answer -> answer.to().on(answer.outcome());
            case Output.Enter enter -> enter(enter);
            case Output.Refuse refuse -> refuse.visit().refused(refuse.reason());
            case Output.Publish publish -> publish(publish);
            case Output.PublishChange change -> fanout.publish(change.message(), change.answered());
            case Output.PublishAccess access -> {
                fanout.publish(access.change(), access.room());
                tidings.add(access.change());
            }
            case Output.TellAccess access -> tidings.add(access.change());
            case Output.Scatter scatter -> fanout.scatter(scatter.room());
            case Output.Opened opened -> {
                retryAfter = RETRY_FIRST;
                epoch = opened.epoch();
                fanout.live().opened(epoch);
                parts.announcer().serves(number, epoch);
                LOG.infof("opened shard=%d epoch=%d", number, epoch);
            }
            case Output.Interrupted interrupted -> retry(interrupted.reason());
            case Output.Halted halted -> {
                LOG.errorf("shard=%d is given up, so that another node may serve it: %s", number, halted.reason());
                shutOut();
            }
            case Output.Broken broken -> LOG.errorf("shard=%d: %s", number, broken.what());
        }
    }

    /// Whoever only looks must not end the shard for the others.
    private void enter(Output.Enter enter) {
        try {
            enter.visit().enter(enter.room(), fanout);
        } catch (RuntimeException e) {
            LOG.errorf(e, "a look at a room failed: shard=%d", number);
            enter.visit().refused(Refusals.FAULT);
        }
    }

    private void publish(Output.Publish publish) {
        parts.metrics().published(publish.event());
        fanout.publish(publish.event(), publish.answered());
        tidings.add(publish.event());
    }

    private void failed(String attempt, Throwable failure) {
        act(() -> {
            List<Output> outputs = shard.failed(attempt);
            if (!outputs.isEmpty()) {
                LOG.warnf("the log did not take a record: shard=%d error=%s", number, failure);
            }
            return outputs;
        });
    }

    private void retry(String reason) {
        LOG.infof("shard=%d is opened anew in %s: %s", number, retryAfter, reason);
        after(retryAfter, () -> act(shard::retry));
        Duration twice = retryAfter.multipliedBy(2);
        retryAfter = twice.compareTo(RETRY_LONGEST) < 0 ? twice : RETRY_LONGEST;
    }

    private void load(RoomKey key) {
        NodeMemory.Place place = parts.memory().place();
        parts.store()
                .load(key, place::take)
                .subscribe()
                .with(
                        snapshot -> act(() -> {
                            place.free();
                            return shard.loaded(key, snapshot, parts.clock().instant());
                        }),
                        failure -> {
                            boolean tooLarge = failure instanceof TooLargeToLoadException;
                            // Anybody may ask for a room again and again; the gauges tell of memory.
                            LOG.logf(
                                    tooLarge ? Logger.Level.DEBUG : Logger.Level.WARN,
                                    "a room could not be loaded: room=%s error=%s",
                                    key.room(),
                                    failure);
                            act(() -> {
                                place.free();
                                return tooLarge ? shard.hasNoMemoryFor(key) : shard.loadFailed(key);
                            });
                        });
    }

    private void ask(Decision.Question question) {
        Uni<Runnable> answer = switch (question) {
            case Decision.AskStore sent ->
                parts.store()
                        .sentAs(sent.room(), sent.subject(), sent.clientId())
                        .map(found -> () -> told(question, found));
            case Decision.Recall recall ->
                parts.store().message(recall.room(), recall.message()).map(found -> () -> told(question, found));
            case Decision.AskApplied operations ->
                parts.objects()
                        .applied(operations.room(), operations.subject(), operations.clientId())
                        .map(found -> () -> act(() -> shard.toldApplied(
                                operations, found, parts.clock().instant())));
        };
        answer.subscribe().with(Runnable::run, failure -> {
            LOG.warnf(
                    "the store could not be asked: room=%s error=%s",
                    question.room().room(), failure);
            act(() -> shard.askFailed(question, parts.clock().instant()));
        });
    }

    private void told(Decision.Question question, Optional<Message> found) {
        act(() -> shard.told(question, found, parts.clock().instant()));
    }

    private Surroundings surroundings(RoomKey key) {
        return new Surroundings(fanout.live().locks(key), parts.resolvers());
    }

    private void announceIfOpen() {
        if (open) {
            parts.announcer().serves(number, epoch);
        }
    }

    private void tick() {
        act(() -> shard.tick(parts.clock().instant()));
        evict();
    }

    /// What leaves memory must be had from the store again: not before it has answered.
    private void evict() {
        if (evicting || !shard.hasUnneeded(parts.clock().instant(), fanout::isHeard)) {
            return;
        }
        evicting = true;
        parts.store()
                .answers()
                .subscribe()
                .with(
                        _ -> onLoop(() -> {
                            evicting = false;
                            shard.evict(parts.clock().instant(), fanout::isHeard);
                            publishState();
                        }),
                        failure -> onLoop(() -> {
                            evicting = false;
                            LOG.debugf("rooms stay in memory, the store does not answer: error=%s", failure);
                        }));
    }

    private void after(Duration delay, Runnable task) {
        if (delay.isZero()) {
            onLoop(task);
        } else {
            parts.vertx().setTimer(Math.max(1, delay.toMillis()), _ -> onLoop(task));
        }
    }

    /// A fault of ours must not go unnoticed, nor leave the shard half-way: it is given up, before anything
    /// else is read. What came behind half of a batch would count as if the rest had never been. Another
    /// node may fare better, or have the same fault; each tries once.
    private void onLoop(Runnable task) {
        loop.runOnContext(_ -> {
            try {
                task.run();
            } catch (Throwable e) {
                try {
                    shutOut();
                } finally {
                    LOG.errorf(e, "shard=%d is given up, so that another node may serve it", number);
                }
            }
        });
    }
}
