package dev.atrium.room.shard;

import static dev.atrium.room.chat.Samples.ADA;
import static dev.atrium.room.chat.Samples.BOB;
import static dev.atrium.room.chat.Samples.NOW;
import static dev.atrium.room.chat.Samples.ROOM;
import static dev.atrium.room.chat.Samples.message;
import static dev.atrium.room.chat.Samples.post;
import static dev.atrium.room.chat.Samples.snapshot;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.follow.Position;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomLogEntry;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Decision;
import dev.atrium.room.chat.Novelty;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.chat.RoomSnapshot;
import dev.atrium.room.fanout.Fanout;
import dev.atrium.room.log.LogBatch;
import dev.atrium.room.log.ShardLog;
import dev.atrium.room.operation.Surroundings;
import dev.atrium.room.tinybase.StoredLeaf;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// What a shard does at its limits; that it keeps its promises is [ShardSimulationTest]'s matter.
final class ShardTest {

    private static final Limits LIMITS = new Limits(3, 5, 1_000_000, 5, 1_000_000, 1_000_000, Duration.ofMinutes(10));

    private static final Command.Create CREATE =
            new Command.Create(ADA, "Harbour", RoomEvent.Kind.CHAT, RoomEvent.Visibility.PUBLIC);

    private final Shard shard =
            new Shard(new ShardLog(Position.START, "me", () -> "attempt", () -> Instant.EPOCH), Position.START, LIMITS);
    private final List<Outcome> outcomes = new ArrayList<>();
    private long offset;

    @Test
    void nothingIsTakenBeforeTheShardIsOpen() {
        shard.open();

        submit("a");

        assertEquals(List.of(ProblemType.UNAVAILABLE), refusals());
    }

    @Test
    void commandsWaitUntilTheirRoomIsLoaded() {
        open();

        List<Output> outputs = submit("a");
        assertEquals(List.of(new Output.Load(ROOM)), outputs);
        assertEquals(List.of(), submit("b"));

        List<RoomLogEntry> produced = produced(load(2));
        assertEquals(2, produced.size());
        read(produced);
        assertEquals(2, outcomes.size());
        assertEquals(4, ((Outcome.Done) outcomes.getLast()).event().sequence());
    }

    @Test
    void commandsAreRefusedWhenTheirRoomCannotBeLoaded() {
        open();
        submit("a");

        perform(shard.loadFailed(ROOM));

        assertEquals(List.of(ProblemType.UNAVAILABLE), refusals());
        assertEquals(List.of(new Output.Load(ROOM)), submit("b"));
    }

    @Test
    void aRoomThatIsNotStoredIsNotThere() {
        open();
        submit("a");

        perform(shard.loaded(ROOM, Optional.empty(), NOW));

        assertEquals(List.of(ProblemType.NOT_FOUND), refusals());
    }

    @Test
    void aRoomOfAFreshIdIsCreatedWithoutLoading() {
        open();

        assertEquals(1, produced(submit(CREATE)).size());
    }

    @Test
    void aRoomOfAClaimedIdIsCreatedOnlyIfTheStoreHasNone() {
        open();

        assertEquals(List.of(new Output.Load(ROOM)), submit(CREATE.underClaimedId()));
        assertEquals(
                1, produced(perform(shard.loaded(ROOM, Optional.empty(), NOW))).size());
    }

    @Test
    void aRoomOfAClaimedIdThatIsStoredIsNotCreatedAgain() {
        open();
        submit(CREATE.underClaimedId());

        assertEquals(List.of(), produced(load(2)));
        assertEquals(List.of(ProblemType.CONFLICT), refusals());
    }

    @Test
    void whatIsOnItsWayIsBounded() {
        openWithRoom();

        for (int i = 0; i < 5; i++) {
            submit("c" + i);
        }

        assertEquals(List.of(ProblemType.UNAVAILABLE, ProblemType.UNAVAILABLE), refusals());
    }

    @Test
    void aHotRoomLeavesPlacesToTheOthersOfItsShard() {
        Shard roomy = new Shard(
                new ShardLog(Position.START, "me", () -> "attempt", () -> Instant.EPOCH),
                Position.START,
                new Limits(10, 2, 1_000_000, 100, 1_000_000, 1_000_000, Duration.ofMinutes(10)));
        RoomKey other = new RoomKey(ROOM.tenant(), "0198c2f0-0000-7000-8000-000000000002");
        roomy.read(
                new LogBatch(
                        List.of(new LogBatch.Entry(0, produced(roomy.open()).getFirst())), 1),
                NOW);

        for (int i = 0; i < 5; i++) {
            Request.Submit submit = new Request.Submit(post(ADA, "c" + i), null, outcomes::add);
            perform(roomy.submit(ROOM, submit, NOW));
        }
        List<Output> others =
                perform(roomy.submit(other, new Request.Submit(post(ADA, "c"), null, outcomes::add), NOW));

        assertEquals(List.of(ProblemType.UNAVAILABLE, ProblemType.UNAVAILABLE, ProblemType.UNAVAILABLE), refusals());
        assertEquals(List.of(new Output.Load(other)), others);
        List<Output> loaded = perform(roomy.loaded(ROOM, Optional.of(snapshot(2, List.of(message(2)), true)), NOW));
        assertEquals(2, produced(loaded).size());
    }

    @Test
    void whatIsOnItsWayIsBoundedInBytesAndNoRoomHasAllOfThem() {
        Shard narrow = new Shard(
                new ShardLog(Position.START, "me", () -> "attempt", () -> Instant.EPOCH),
                Position.START,
                new Limits(100, 100, 1_000, 100, 1_000_000, 1_000_000, Duration.ofMinutes(10)));
        narrow.read(
                new LogBatch(
                        List.of(new LogBatch.Entry(0, produced(narrow.open()).getFirst())), 1),
                NOW);
        narrow.look(ROOM, new Request.Look(new IgnoringVisit()), NOW);
        narrow.loaded(ROOM, Optional.of(snapshot(2, List.of(message(2)), true)), NOW);

        List<RoomLogEntry> sent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Request.Submit submit = new Request.Submit(post(ADA, "c" + i), null, outcomes::add);
            sent.addAll(produced(perform(narrow.submit(ROOM, submit, NOW))));
        }

        assertEquals(2, sent.size());
        assertEquals(List.of(ProblemType.UNAVAILABLE, ProblemType.UNAVAILABLE, ProblemType.UNAVAILABLE), refusals());
        perform(narrow.read(
                new LogBatch(List.of(new LogBatch.Entry(1, sent.get(0)), new LogBatch.Entry(2, sent.get(1))), 3), NOW));
        Request.Submit later = new Request.Submit(post(ADA, "later"), null, outcomes::add);
        assertEquals(1, produced(narrow.submit(ROOM, later, NOW)).size());
    }

    @Test
    void aRoomThatIsStoredWrongIsRefusedAndTheOthersGoOn() {
        RoomKey other = new RoomKey(ROOM.tenant(), "0198c2f0-0000-7000-8000-000000000002");
        open();
        submit("a");
        perform(shard.submit(other, new Request.Submit(post(ADA, "b"), null, outcomes::add), NOW));
        RoomSnapshot wrong =
                snapshot(2, List.of(message(2)), true).with(List.of(new StoredLeaf("no path", "1", "no time")));

        List<Output> outputs = perform(shard.loaded(ROOM, Optional.of(wrong), NOW));

        assertEquals(1, outputs.stream().filter(Output.Broken.class::isInstance).count());
        assertEquals(List.of(ProblemType.UNAVAILABLE), refusals());
        assertTrue(shard.isOpen());
        perform(shard.loaded(other, Optional.empty(), NOW));
        assertEquals(List.of(ProblemType.UNAVAILABLE, ProblemType.NOT_FOUND), refusals());
        assertEquals(List.of(new Output.Load(ROOM)), submit("again"));
    }

    @Test
    void anEventThatTheLogWouldNotTakeIsRefusedByItself() {
        openWithRoom();
        Command tooLarge = new Command.Post(ADA, "m", "x".repeat(1_100_000), "too large", null, Novelty.EVER);

        List<Output> outputs = submit(tooLarge);
        List<RoomLogEntry> sent = new ArrayList<>(produced(outputs));
        sent.addAll(produced(submit("a")));
        read(sent);

        assertEquals(1, outputs.stream().filter(Output.Broken.class::isInstance).count());
        assertEquals(List.of(ProblemType.TOO_LARGE), refusals());
        assertEquals(4, ((Outcome.Done) outcomes.getLast()).event().sequence());
        assertTrue(shard.isOpen());

        // It was not sent, as far as anybody knows.
        read(produced(submit(tooLarge)));
        assertEquals(List.of(ProblemType.TOO_LARGE, ProblemType.TOO_LARGE), refusals());
        read(produced(submit("b")));
        assertEquals(6, ((Outcome.Done) outcomes.getLast()).event().sequence());
    }

    @Test
    void whereTheNodeHasNoMemoryLargeRoomsTakeNothingAndSmallOnesGoOn() {
        AtomicBoolean full = new AtomicBoolean();
        Shard crammed = new Shard(
                new ShardLog(Position.START, "me", () -> "attempt", () -> Instant.EPOCH),
                Position.START,
                new Limits(10, 10, 1_000_000, 100, 1_000_000, 1_000_000, Duration.ofMinutes(10)),
                _ -> Surroundings.PLAIN,
                full::get);
        crammed.read(
                new LogBatch(
                        List.of(new LogBatch.Entry(0, produced(crammed.open()).getFirst())), 1),
                NOW);
        crammed.look(ROOM, new Request.Look(new IgnoringVisit()), NOW);
        String time = "NjEtLV-----AAAAA";
        crammed.loaded(
                ROOM,
                Optional.of(snapshot(2, List.of(message(2)), true)
                        .with(List.of(new StoredLeaf("[\"v\",\"large\"]", "\"" + "x".repeat(300_000) + "\"", time)))),
                NOW);
        RoomKey other = new RoomKey(ROOM.tenant(), "0198c2f0-0000-7000-8000-000000000002");
        assertTrue(crammed.sizeBytes() > 300_000);

        full.set(true);
        perform(crammed.submit(ROOM, new Request.Submit(post(ADA, "a"), null, outcomes::add), NOW));
        List<Output> created = crammed.submit(other, new Request.Submit(CREATE, null, outcomes::add), NOW);

        assertEquals(List.of(new Outcome.Refused(Refusals.NO_MEMORY)), outcomes);
        assertEquals(1, produced(created).size());
        full.set(false);
        Request.Submit later = new Request.Submit(post(ADA, "a"), null, outcomes::add);
        assertEquals(1, produced(crammed.submit(ROOM, later, NOW)).size());
    }

    @Test
    void whoComesIntoARoomForWhichThereIsNoMemoryIsToldSo() {
        open();
        submit("a");

        perform(shard.hasNoMemoryFor(ROOM));

        assertEquals(List.of(new Outcome.Refused(Refusals.NO_MEMORY)), outcomes);
        assertEquals(List.of(new Output.Load(ROOM)), submit("b"));
    }

    @Test
    void whatIsNotCheckpointedIsBounded() {
        openWithRoom();
        for (int i = 0; i < 5; i++) {
            read(produced(submit("c" + i)));
        }
        assertEquals(List.of(), refusals());

        submit("one too many");
        assertEquals(List.of(ProblemType.UNAVAILABLE), refusals());

        shard.stored(2);
        read(produced(submit("now")));
        assertEquals(1, refusals().size());
        assertEquals(8, shard.unstored(100).getLast().sequence());
    }

    @Test
    void readingPausesWhileTheCheckpointIsFarBehind() {
        List<RoomLogEntry> entries = new ArrayList<>();
        entries.add(new RoomLogEntry.ShardOpened(1, "another", "its attempt"));
        for (long position = 0; position < 10; position++) {
            entries.add(new RoomLogEntry.Written(1, position, message(position + 2)));
        }

        read(entries);
        assertTrue(shard.isBehind());

        shard.stored(1);
        assertFalse(shard.isBehind());
    }

    @Test
    void thePositionIsThatOfTheCheckpoint() {
        openWithRoom();
        assertEquals(new Position(1, 1, 0), shard.checkpointed());

        read(produced(submit("a")));
        read(produced(submit("b")));
        assertEquals(new Position(1, 1, 0), shard.checkpointed());

        shard.stored(1);
        assertEquals(new Position(2, 1, 1), shard.checkpointed());
        shard.stored(1);
        assertEquals(new Position(3, 1, 2), shard.checkpointed());
    }

    @Test
    void whatIsLostOnItsWayIsRefusedAsUncertain() {
        openWithRoom();
        submit("a");

        perform(shard.failed("attempt"));

        assertEquals(List.of(ProblemType.UNAVAILABLE), refusals());
        submit("b");
        assertEquals(2, refusals().size());
        assertEquals(1, produced(shard.retry()).size());
    }

    @Test
    void aDrainingShardAnswersWhatIsOnItsWayAndTakesNothingNew() {
        openWithRoom();
        List<RoomLogEntry> produced = produced(submit("a"));

        shard.drainCommands(NOW);
        submit("b");
        assertFalse(shard.isQuiet());
        read(produced);

        assertTrue(shard.isQuiet());
        assertEquals(List.of(ProblemType.UNAVAILABLE), refusals());
        assertEquals(2, outcomes.size());
    }

    @Test
    void anEventOfALaterVersionStopsTheShardBeforeIt() {
        openWithRoom();
        read(produced(submit("a")));

        List<Output> outputs = read(List.of(new RoomLogEntry.Unknown(1, 1)));
        submit("b");
        shard.stored(1);

        assertEquals(1, outputs.stream().filter(Output.Halted.class::isInstance).count());
        assertEquals(List.of(ProblemType.UNAVAILABLE), refusals());
        assertEquals(List.of(), shard.retry());
        assertEquals(new Position(2, 1, 1), shard.checkpointed());
    }

    @Test
    void whoIsSentOutOfARoomThatIsNotInMemoryIsToldOfAllTheSame() {
        RoomEvent.MemberRemoved removed =
                new RoomEvent.MemberRemoved(ROOM.tenant(), ROOM.room(), 7, NOW, ADA, "user:bob");

        List<Output> outputs = read(List.of(
                new RoomLogEntry.ShardOpened(1, "another", "its attempt"),
                new RoomLogEntry.Written(1, 0, message(6)),
                new RoomLogEntry.Written(1, 1, removed)));

        assertEquals(List.of(new Output.TellAccess(removed)), outputs);
    }

    @Test
    void eventsThatTheStoreLostAreNoticed() {
        read(List.of(
                new RoomLogEntry.ShardOpened(1, "another", "its attempt"), new RoomLogEntry.Written(1, 0, message(7))));
        open();
        submit("a");

        List<Output> outputs = load(2);

        assertEquals(1, outputs.stream().filter(Output.Broken.class::isInstance).count());
        assertEquals(List.of(ProblemType.UNAVAILABLE), refusals());
    }

    @Test
    void aLogWithoutItsBeginningStopsTheShard() {
        List<RoomLogEntry> claim = produced(shard.open());

        List<Output> outputs = read(List.of(new RoomLogEntry.Written(1, 0, message(2))));
        read(claim);

        assertEquals(1, outputs.stream().filter(Output.Halted.class::isInstance).count());
        assertFalse(shard.isOpen());
        assertEquals(0, shard.backlogSize());
    }

    @Test
    void aShardThatIsGivenUpInTheMiddleOfABatchReadsNothingMore() {
        openWithRoom();
        read(produced(submit("a")));
        shard.stored(1);
        Position before = shard.checkpointed();

        assertThrows(
                IllegalStateException.class,
                () -> read(List.of(
                        // Between them one is missing: event 5 cannot follow 3.
                        new RoomLogEntry.Written(1, 1, message(5)), new RoomLogEntry.Written(1, 2, message(6)))));
        perform(shard.close());
        read(List.of(
                new RoomLogEntry.ShardOpened(2, "another", "its attempt"), new RoomLogEntry.Written(2, 0, message(4))));

        assertEquals(before, shard.checkpointed());
        assertEquals(1, shard.unstored(100).size());
        assertEquals(List.of(), shard.retry());
    }

    @Test
    void onlyRoomsThatNobodyNeedsLeaveMemory() {
        openWithRoom();
        read(produced(submit("a")));

        shard.evict(NOW.plusSeconds(3_600), _ -> false);
        assertEquals(1, produced(submit("kept, it is not stored")).size());
        perform(shard.failed("attempt"));
        read(produced(shard.retry()));
        shard.stored(1);

        shard.evict(NOW.plusSeconds(3_600), _ -> true);
        assertEquals(1, produced(submit("kept, it is heard")).size());
        perform(shard.failed("attempt"));
        read(produced(shard.retry()));

        shard.evict(NOW.plusSeconds(60), _ -> false);
        assertEquals(1, produced(submit("kept, it was used lately")).size());
        perform(shard.failed("attempt"));
        read(produced(shard.retry()));

        shard.evict(NOW.plusSeconds(3_600), _ -> false);
        assertEquals(List.of(new Output.Load(ROOM)), submit("gone"));
    }

    @Test
    void whatManyHaveReadBecomesOneEventASecond() {
        openWithRoom();
        List<RoomLogEntry> first = produced(mark(ADA, 1, NOW));
        assertEquals(1, first.size());
        read(first);

        assertEquals(List.of(), mark(ADA, 2, NOW.plusMillis(999)));
        assertEquals(List.of(), mark(BOB, 2, NOW.plusMillis(999)));
        assertEquals(List.of(), perform(shard.tick(NOW.plusMillis(999))));
        List<RoomLogEntry> second = produced(shard.tick(NOW.plusSeconds(1)));
        assertEquals(List.of(), shard.tick(NOW.plusSeconds(2)));
        assertEquals(1, outcomes.size());
        read(second);

        assertEquals(3, outcomes.size());
        assertEquals(outcomes.get(1), outcomes.get(2));
        RoomEvent.MarkersMoved moved = (RoomEvent.MarkersMoved) ((Outcome.Done) outcomes.getLast()).event();
        assertEquals(Map.of(ADA.subject(), 2L, BOB.subject(), 2L), moved.readUpTo());
    }

    @Test
    void whatARoomCollectsCountsForItAndLeavesTheOthersTheirPlaces() {
        Shard roomy = new Shard(
                new ShardLog(Position.START, "me", () -> "attempt", () -> Instant.EPOCH),
                Position.START,
                new Limits(10, 4, 1_000_000, 100, 1_000_000, 1_000_000, Duration.ofMinutes(10)));
        roomy.read(
                new LogBatch(
                        List.of(new LogBatch.Entry(0, produced(roomy.open()).getFirst())), 1),
                NOW);
        roomy.look(ROOM, new Request.Look(new IgnoringVisit()), NOW);
        roomy.loaded(ROOM, Optional.of(snapshot(2, List.of(message(2)), true)), NOW);

        List<RoomLogEntry> sent = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Command.MarkRead read = new Command.MarkRead(new Actor("user:" + i, "user-" + i), 2);
            sent.addAll(produced(perform(roomy.submit(ROOM, new Request.Submit(read, null, outcomes::add), NOW))));
        }
        RoomKey other = new RoomKey(ROOM.tenant(), "0198c2f0-0000-7000-8000-000000000002");
        Request.Submit others = new Request.Submit(post(ADA, "c"), null, outcomes::add);

        // The first one's, and of the two after it, without waiting for a second to pass; a place is left.
        assertEquals(2, sent.size());
        assertEquals(4, refusals().size());
        assertEquals(List.of(new Output.Load(other)), roomy.submit(other, others, NOW));
        perform(roomy.read(
                new LogBatch(List.of(new LogBatch.Entry(1, sent.get(0)), new LogBatch.Entry(2, sent.get(1))), 3), NOW));
        assertEquals(3, outcomes.size() - refusals().size());
        Request.Submit later = new Request.Submit(post(ADA, "later"), null, outcomes::add);
        assertEquals(1, produced(roomy.submit(ROOM, later, NOW)).size());
    }

    @Test
    void whatIsCollectedIsRefusedWhenTheShardIsLost() {
        openWithRoom();
        read(produced(mark(ADA, 1, NOW)));
        mark(BOB, 1, NOW);

        perform(shard.failed("attempt"));

        assertEquals(List.of(ProblemType.UNAVAILABLE), refusals());
        assertEquals(List.of(), perform(shard.tick(NOW.plusSeconds(9))));
        assertTrue(shard.isQuiet());
    }

    @Test
    void aShardThatIsGivenUpWaitsForWhatIsCollected() {
        openWithRoom();
        read(produced(mark(ADA, 1, NOW)));
        mark(BOB, 1, NOW);
        assertFalse(shard.isQuiet());

        List<RoomLogEntry> last = produced(shard.drainCommands(NOW));
        assertFalse(shard.isQuiet());
        read(last);

        assertTrue(shard.isQuiet());
        assertEquals(2, outcomes.size());
        assertEquals(List.of(), refusals());
    }

    private List<Output> mark(Actor who, long readUpTo, Instant now) {
        Command.MarkRead read = new Command.MarkRead(who, readUpTo);
        return perform(shard.submit(ROOM, new Request.Submit(read, null, outcomes::add), now));
    }

    private void open() {
        read(produced(shard.open()));
    }

    private void openWithRoom() {
        open();
        shard.look(ROOM, new Request.Look(new IgnoringVisit()), NOW);
        load(2);
    }

    private List<Output> load(long sequence) {
        RoomSnapshot snapshot = snapshot(sequence, List.of(message(sequence)), true);
        return perform(shard.loaded(ROOM, Optional.of(snapshot), NOW));
    }

    private List<Output> submit(Command command) {
        return perform(shard.submit(ROOM, new Request.Submit(command, null, outcomes::add), NOW));
    }

    private List<Output> submit(String clientId) {
        return submit(post(ADA, clientId));
    }

    private List<Output> read(List<RoomLogEntry> entries) {
        List<LogBatch.Entry> batch = new ArrayList<>();
        for (RoomLogEntry entry : entries) {
            batch.add(new LogBatch.Entry(offset++, entry));
        }
        return perform(shard.read(new LogBatch(batch, offset), NOW));
    }

    private static List<RoomLogEntry> produced(List<Output> outputs) {
        return outputs.stream()
                .filter(Output.Produce.class::isInstance)
                .map(output -> ((Output.Produce) output).entry())
                .toList();
    }

    private List<Output> perform(List<Output> outputs) {
        for (Output output : outputs) {
            if (output instanceof Output.Answer answer) {
                answer.to().on(answer.outcome());
            }
        }
        return outputs;
    }

    private List<ProblemType> refusals() {
        return outcomes.stream()
                .filter(Outcome.Refused.class::isInstance)
                .map(outcome -> ((Outcome.Refused) outcome).reason().type())
                .toList();
    }

    private static final class IgnoringVisit implements Visit {

        @Override
        public void enter(Room room, Fanout fanout) {
            // Only the loading matters.
        }

        @Override
        public void refused(Decision.Refused reason) {
            throw new AssertionError(reason);
        }
    }
}
