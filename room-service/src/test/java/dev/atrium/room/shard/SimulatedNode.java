package dev.atrium.room.shard;

import dev.atrium.platform.follow.Position;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomLogEntry;
import dev.atrium.platform.roomlog.RoomLogFilter;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Decision;
import dev.atrium.room.chat.Message;
import dev.atrium.room.chat.PastIds;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.RoomSnapshot;
import dev.atrium.room.fanout.Fanout;
import dev.atrium.room.log.LogBatch;
import dev.atrium.room.log.ShardLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One process of the simulation: the real [Shard], with everything around it slow, late or lost.
final class SimulatedNode {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Limits LIMITS = new Limits(100, 50, 1_000_000, 200, 1_000_000, 0, Duration.ZERO);

    /// A record that is on its way to the log.
    record Sent(RoomLogEntry entry, String attempt) {}

    /// A load that waits for the store to look, or for its answer to arrive.
    private sealed interface Load {

        RoomKey key();

        record Asked(RoomKey key) implements Load {}

        record Answered(RoomKey key, Optional<RoomSnapshot> snapshot) implements Load {}
    }

    /// Client ids that wait for the store to look, or for its answer to arrive.
    private sealed interface LoadIds {

        Output.LoadIds wanted();

        record Asked(Output.LoadIds wanted) implements LoadIds {}

        record Answered(Output.LoadIds wanted, PastIds ids) implements LoadIds {}
    }

    /// A question that waits for the store to look, or for its answer to arrive.
    private sealed interface Ask {

        Decision.Question question();

        record Asked(Decision.Question question) implements Ask {}

        record Answered(Decision.Question question, Answer answer) implements Ask {}
    }

    /// What the store says to a question.
    @FunctionalInterface
    private interface Answer {

        List<Output> tell(Shard shard);
    }

    private final Fanout nobody = new Fanout(Runnable::run, (_, _) -> {}, () -> 0, () -> Instant.EPOCH);
    private final Simulation world;
    private final String name;
    private final ArrayDeque<Sent> sent = new ArrayDeque<>();
    private final List<Load> loads = new ArrayList<>();
    private final List<LoadIds> loadsOfIds = new ArrayList<>();
    private final List<Ask> asks = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    /// Rooms that somebody listens to, and the last thing that was heard there.
    private final Map<RoomKey, Long> heard = new HashMap<>();
    private @Nullable Shard shard;
    private RoomLogFilter readAs = new RoomLogFilter();
    private int offset;
    private int attempts;
    private int lives;
    private int ticks;
    private int storing;
    private boolean interrupted;
    private boolean paused;

    SimulatedNode(Simulation world, String name) {
        this.world = world;
        this.name = name;
    }

    /// Rises each time that the node gets or loses the shard.
    int life() {
        return lives;
    }

    /// Somebody comes into a room, unless somebody is there.
    void listen(RoomKey key) {
        look(key, new Visit() {
            @Override
            public void enter(Room room, Fanout fanout) {
                heard.putIfAbsent(key, room.sequence());
            }

            @Override
            public void refused(Decision.Refused reason) {
                // They will come again.
            }
        });
    }

    void listenNoMore(RoomKey key) {
        heard.remove(key);
    }

    private void told(RoomKey room, long sequence) {
        world.published(this, room, sequence);
        heard.computeIfPresent(room, (_, before) -> {
            if (sequence != before + 1) {
                world.violated("listeners hear of event " + sequence + " after " + before);
            }
            return sequence;
        });
    }

    boolean isAssigned() {
        return shard != null;
    }

    boolean isPaused() {
        return paused;
    }

    void pauseOrGoOn() {
        paused = !paused;
    }

    /// The group tells the node that it owns the shard.
    void assigned(Position from) {
        ShardLog log = new ShardLog(from, name, this::nextAttempt, world::now);
        shard = new Shard(log, from, LIMITS);
        offset = (int) from.offset();
        readAs = new RoomLogFilter(from.epoch(), from.next());
        forget();
        perform(shard.open());
    }

    /// The group tells the node that it does not own the shard any more.
    void revoked() {
        if (shard != null) {
            perform(shard.close());
            shard = null;
            forget();
        }
    }

    /// The process dies and starts again.
    ///
    /// @return what it had sent, which may still arrive
    List<Sent> crashed() {
        List<Sent> late = List.copyOf(sent);
        sent.clear();
        shard = null;
        paused = false;
        forget();
        return late;
    }

    /// The oldest record that is on its way.
    @Nullable
    Sent nextSent() {
        return sent.poll();
    }

    /// A record did not arrive; the node hears of it later.
    void lost(Sent record) {
        failures.add(record.attempt());
    }

    void hearOfFailures() {
        List<String> heard = List.copyOf(failures);
        failures.clear();
        if (shard != null) {
            heard.forEach(attempt -> withShard(present -> present.failed(attempt)));
        }
    }

    void retry() {
        if (interrupted) {
            interrupted = false;
            withShard(Shard::retry);
        }
    }

    void read(int count) {
        for (int i = 0; i < count && shard != null && offset < world.log().size(); i++) {
            RoomLogEntry entry = asRead(world.log().get(offset));
            readAs.counts(entry);
            LogBatch batch = new LogBatch(List.of(new LogBatch.Entry(offset, entry)), offset + 1L);
            offset++;
            withShard(present -> present.read(batch, NOW));
        }
    }

    void command(RoomKey key, Command command, Reply reply) {
        withShard(present -> present.submit(key, new Request.Submit(command, null, reply), NOW));
    }

    void look(RoomKey key, Visit visit) {
        withShard(present -> present.look(key, new Request.Look(visit), NOW));
    }

    /// A load that waits makes one step: the store looks, the answer arrives, or the load fails.
    void load(Random random) {
        if (loads.isEmpty()) {
            return;
        }
        int which = random.nextInt(loads.size());
        Load load = loads.get(which);
        if (random.nextInt(10) == 0) {
            loads.remove(which);
            withShard(present -> present.loadFailed(load.key()));
            return;
        }
        switch (load) {
            case Load.Asked asked -> {
                boolean upToDate = !world.breaks(Rule.LOAD_SEES_CHECKPOINTS);
                loads.set(which, new Load.Answered(asked.key(), world.store().load(asked.key(), upToDate)));
            }
            case Load.Answered answered -> {
                loads.remove(which);
                withShard(present -> present.loaded(answered.key(), answered.snapshot(), NOW));
            }
        }
    }

    /// Client ids that are waited for make one step: the store looks, or the answer arrives.
    void loadIds(Random random) {
        if (loadsOfIds.isEmpty()) {
            return;
        }
        int which = random.nextInt(loadsOfIds.size());
        LoadIds load = loadsOfIds.get(which);
        Output.LoadIds wanted = load.wanted();
        switch (load) {
            case LoadIds.Asked _ ->
                loadsOfIds.set(which, new LoadIds.Answered(wanted, world.store().ids(wanted.room(), wanted.upTo())));
            case LoadIds.Answered answered -> {
                loadsOfIds.remove(which);
                if (shard != null) {
                    shard.idsLoaded(wanted.room(), wanted.upTo(), answered.ids());
                }
            }
        }
    }

    /// A question that waits makes one step: the store looks, the answer arrives, or the store cannot be asked.
    void ask(Random random) {
        if (asks.isEmpty()) {
            return;
        }
        int which = random.nextInt(asks.size());
        Ask ask = asks.get(which);
        if (random.nextInt(10) == 0) {
            asks.remove(which);
            withShard(present -> present.askFailed(ask.question(), NOW));
            return;
        }
        switch (ask) {
            case Ask.Asked asked -> {
                asks.set(which, new Ask.Answered(asked.question(), answer(asked.question())));
            }
            case Ask.Answered answered -> {
                asks.remove(which);
                withShard(answered.answer()::tell);
            }
        }
    }

    private Answer answer(Decision.Question question) {
        boolean blind = world.breaks(Rule.STORE_IS_ASKED);
        return switch (question) {
            case Decision.AskStore sent -> {
                Optional<Message> found =
                        blind ? Optional.empty() : world.store().sentAs(sent.room(), sent.clientId());
                yield present -> present.told(sent, found, NOW);
            }
            case Decision.Recall recall -> {
                Optional<Message> found = world.store().message(recall.room(), recall.message());
                yield present -> present.told(recall, found, NOW);
            }
            case Decision.AskApplied asked -> {
                OptionalLong found =
                        blind ? OptionalLong.empty() : world.store().applied(asked.room(), asked.clientId());
                yield present -> present.toldApplied(asked, found, NOW);
            }
        };
    }

    /// A checkpoint makes one step: it is written, or the node hears that it is.
    void checkpoint(Random random) {
        if (shard == null) {
            return;
        }
        if (storing == 0) {
            List<RoomEvent> batch = shard.unstored(1 + random.nextInt(6));
            world.store().write(batch);
            storing = batch.size();
        } else {
            shard.stored(storing);
            storing = 0;
        }
    }

    /// What the node would commit.
    Optional<Position> committable() {
        if (shard == null) {
            return Optional.empty();
        }
        if (world.breaks(Rule.COMMIT_AFTER_CHECKPOINT)) {
            return Optional.of(new Position(offset, readAs.epoch(), readAs.next()));
        }
        Position position = shard.checkpointed();
        return Optional.of(world.breaks(Rule.COMMIT_WITH_FILTER) ? new Position(position.offset(), 0, 0) : position);
    }

    /// A second passes.
    void tick() {
        ticks++;
        withShard(present -> present.tick(NOW.plusSeconds(ticks)));
    }

    /// Rooms that nobody needs leave memory.
    void evict() {
        if (shard != null) {
            shard.evict(NOW.plusSeconds(1), heard::containsKey);
        }
    }

    boolean isOpen() {
        return shard != null && shard.isOpen();
    }

    private void withShard(Function<Shard, List<Output>> input) {
        if (shard != null) {
            perform(input.apply(shard));
        }
    }

    private void perform(List<Output> outputs) {
        for (Output output : outputs) {
            switch (output) {
                case Output.Produce produce -> {
                    sent.add(new Sent(produce.entry(), produce.attempt()));
                    world.sent(produce.entry());
                }
                case Output.Load load -> loads.add(new Load.Asked(load.room()));
                case Output.LoadIds wanted -> loadsOfIds.add(new LoadIds.Asked(wanted));
                case Output.Ask ask -> asks.add(new Ask.Asked(ask.question()));
                case Output.Answer answer -> answer.to().on(answer.outcome());
                case Output.Enter enter -> enter.visit().enter(enter.room(), nobody);
                case Output.Refuse refuse -> refuse.visit().refused(refuse.reason());
                case Output.Publish publish ->
                    told(RoomKey.of(publish.event()), publish.event().sequence());
                case Output.PublishChange change ->
                    told(RoomKey.of(change.message().posted()), change.message().version());
                case Output.PublishAccess access -> {
                    told(RoomKey.of(access.change()), access.change().sequence());
                    if (access.change() instanceof RoomEvent.RoomDeleted gone) {
                        listenNoMore(RoomKey.of(gone));
                    }
                }
                case Output.TellAccess _ -> {
                    // Those who are elsewhere are not simulated.
                }
                // The listeners will come back, and resume.
                case Output.Scatter scatter -> listenNoMore(scatter.room());
                case Output.Opened _ -> world.opened();
                case Output.Interrupted _ -> interrupted = true;
                case Output.Halted halted -> world.violated(halted.reason());
                case Output.Broken broken -> world.violated(broken.what());
            }
        }
    }

    private RoomLogEntry asRead(RoomLogEntry entry) {
        if (entry instanceof RoomLogEntry.Written(long epoch, long _, RoomEvent event)) {
            if (world.breaks(Rule.EPOCH_MUST_BE_PRESENT)
                    || (world.breaks(Rule.POSITION_MUST_BE_NEXT) && epoch == readAs.epoch())) {
                return new RoomLogEntry.Written(readAs.epoch(), readAs.next(), event);
            }
        }
        return entry;
    }

    private String nextAttempt() {
        attempts++;
        return world.breaks(Rule.ATTEMPTS_ARE_UNIQUE) ? name : name + "-" + attempts;
    }

    private void forget() {
        lives++;
        heard.clear();
        loads.clear();
        loadsOfIds.clear();
        asks.clear();
        failures.clear();
        storing = 0;
        interrupted = false;
    }
}
