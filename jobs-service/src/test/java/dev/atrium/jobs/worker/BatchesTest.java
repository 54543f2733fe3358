package dev.atrium.jobs.worker;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.jobs.queue.Outcome;
import dev.atrium.platform.identity.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BatchesTest {

    private static final WorkerKey KEY = new WorkerKey(new TenantId("acme"), new UUID(0, 7));
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final int SMALL = 100;
    private static final Batches.Limits LIMITS = limits(LONG, LONG);

    private static Batches.Limits limits(Duration ahead, Duration patience) {
        return new Batches.Limits(ahead, patience, 1000, 1L << 40, 1L << 40);
    }

    /// Keeps what it is sent until a test answers.
    private static final class Receiver implements Batches.Peer {

        private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
        private final AtomicInteger read = new AtomicInteger();
        private volatile @Nullable Worker worker;
        private volatile boolean isUnreadable;

        private record Request(List<Item> items, CompletableFuture<List<Outcome>> answer) {

            void done() {
                answer.complete(items.stream()
                        .map(item -> (Outcome) new Outcome.Done(item.key()))
                        .toList());
            }
        }

        private Receiver(int size, Duration wait, int concurrency) {
            be(size, wait, concurrency);
        }

        private void be(int size, Duration wait, int concurrency) {
            worker = new Worker(
                    KEY, "https://example.com", size, wait, concurrency, Duration.ofSeconds(30), 10, false, List.of());
        }

        @Override
        public Optional<Worker> read(WorkerKey key) {
            read.incrementAndGet();
            if (isUnreadable) {
                throw new IllegalStateException("the database is away");
            }
            return Optional.ofNullable(worker);
        }

        @Override
        public List<Outcome> send(Worker to, List<Item> batch) throws Exception {
            Request request = new Request(batch, new CompletableFuture<>());
            requests.add(request);
            return request.answer().get();
        }

        private Request next() throws InterruptedException {
            Request request = requests.poll(60, TimeUnit.SECONDS);
            if (request == null) {
                throw new AssertionError("nothing was sent");
            }
            return request;
        }
    }

    /// Somebody who stands in line.
    private record Standing(FutureTask<Outcome> task, Thread thread) {

        Outcome outcome() throws InterruptedException, ExecutionException {
            return task.get();
        }
    }

    private final AtomicInteger numbers = new AtomicInteger();

    private Standing join(Batches batches, int bytes) {
        return join(batches, KEY, "acme", bytes);
    }

    private Standing join(Batches batches, WorkerKey key, String party, int bytes) {
        int number = numbers.incrementAndGet();
        Item item = new Item(new UUID(1, number), 1, Integer.toString(number), () -> "null");
        FutureTask<Outcome> task = new FutureTask<>(() -> batches.join(key, party, item, bytes, bytes));
        return new Standing(task, Thread.ofVirtual().start(task));
    }

    private List<Standing> join(Batches batches, int count, int bytes) {
        List<Standing> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(join(batches, bytes));
        }
        return all;
    }

    @Test
    void aBatchGoesOutWhenItIsFull() throws Exception {
        Receiver receiver = new Receiver(3, LONG, 1);
        Batches batches = new Batches(receiver, LIMITS);

        List<Standing> standing = join(batches, 3, SMALL);
        Receiver.Request request = receiver.next();
        assertEquals(3, request.items().size());
        request.done();

        for (Standing one : standing) {
            assertInstanceOf(Outcome.Done.class, one.outcome());
        }
        await().until(() -> batches.lines() == 0);
    }

    @Test
    void theFirstWaitsForCompanyForAsLongAsTheWorkerSays() throws Exception {
        Receiver receiver = new Receiver(100, Duration.ofMillis(300), 1);
        Batches batches = new Batches(receiver, LIMITS);
        long start = System.nanoTime();

        List<Standing> standing = join(batches, 5, SMALL);
        Receiver.Request request = receiver.next();
        request.done();

        assertTrue(System.nanoTime() - start >= Duration.ofMillis(300).toNanos());
        assertEquals(5, request.items().size());
        assertEquals(2, receiver.read.get());
        standing.getFirst().outcome();
    }

    @Test
    void withoutAWaitItGoesOutAtOnceAndCompanyGathersMeanwhile() throws Exception {
        Receiver receiver = new Receiver(100, Duration.ZERO, 1);
        Batches batches = new Batches(receiver, LIMITS);

        join(batches, SMALL);
        Receiver.Request first = receiver.next();
        List<Standing> others = join(batches, 20, SMALL);
        await().until(() -> others.stream().allMatch(one -> one.thread().getState() == Thread.State.TIMED_WAITING));
        assertEquals(1, first.items().size());
        first.done();

        assertEquals(20, receiver.next().items().size());
    }

    @Test
    void aBatchHasNoMoreThanAMebibyteUnlessOneJobHas() throws Exception {
        Receiver receiver = new Receiver(100, LONG, 5);
        Batches batches = new Batches(receiver, LIMITS);
        int third = Batches.MOST_BYTES / 3;

        join(batches, 3, third);
        join(batches, third);
        assertEquals(3, receiver.next().items().size());

        Receiver large = new Receiver(1, LONG, 5);
        join(new Batches(large, LIMITS), 2 * Batches.MOST_BYTES);
        assertEquals(1, large.next().items().size());
    }

    @Test
    void noMoreRequestsAreUnderWayThanTheWorkerWants() throws Exception {
        Receiver receiver = new Receiver(1, Duration.ZERO, 3);
        Batches batches = new Batches(receiver, LIMITS);

        List<Standing> standing = join(batches, 5, SMALL);
        List<Receiver.Request> first = List.of(receiver.next(), receiver.next(), receiver.next());
        await().until(() -> standing.stream().allMatch(one -> one.thread().getState() == Thread.State.TIMED_WAITING));
        assertEquals(0, receiver.requests.size());
        first.getFirst().done();

        receiver.next();
        assertEquals(0, receiver.requests.size());
    }

    @Test
    void eachJobHasItsOwnOutcome() throws Exception {
        Receiver receiver = new Receiver(3, LONG, 1);
        Batches batches = new Batches(receiver, LIMITS);
        List<Standing> standing = join(batches, 3, SMALL);

        Receiver.Request request = receiver.next();
        request.answer()
                .complete(request.items().stream()
                        .map(item -> (Outcome) new Outcome.Dead("of " + item.key()))
                        .toList());

        for (int i = 0; i < 3; i++) {
            assertEquals(new Outcome.Dead("of " + (i + 1)), standing.get(i).outcome());
        }
    }

    @Test
    void aCallThatFailsHasAllOfItsJobsTriedAgain() throws Exception {
        Receiver receiver = new Receiver(2, LONG, 1);
        Batches batches = new Batches(receiver, LIMITS);
        List<Standing> standing = join(batches, 2, SMALL);

        receiver.next().answer().completeExceptionally(new IllegalStateException("a fault"));

        for (Standing one : standing) {
            assertEquals(new Outcome.Retry("an internal error"), one.outcome());
        }
        await().until(() -> batches.lines() == 0);
    }

    @Test
    void whoIsInterruptedLeavesTheLine() throws Exception {
        Receiver receiver = new Receiver(2, LONG, 1);
        Batches batches = new Batches(receiver, LIMITS);
        Standing leaves = join(batches, SMALL);
        await().until(() -> leaves.thread().getState() == Thread.State.TIMED_WAITING);

        leaves.thread().interrupt();
        assertInstanceOf(
                InterruptedException.class,
                Objects.requireNonNull(
                        assertThrows(ExecutionException.class, leaves::outcome).getCause()));
        await().until(() -> batches.lines() == 0);
        join(batches, 2, SMALL);

        assertEquals(
                List.of("2", "3"),
                receiver.next().items().stream().map(Item::key).sorted().toList());
    }

    @Test
    void whoIsInterruptedInARequestOnlyStopsToWait() throws Exception {
        Receiver receiver = new Receiver(2, LONG, 1);
        Batches batches = new Batches(receiver, LIMITS);
        List<Standing> standing = join(batches, 2, SMALL);
        Receiver.Request request = receiver.next();

        standing.getFirst().thread().interrupt();
        assertThrows(ExecutionException.class, standing.getFirst()::outcome);
        request.done();

        assertInstanceOf(Outcome.Done.class, standing.getLast().outcome());
    }

    @Test
    void jobsOfAWorkerThatIsGoneAreGivenUp() throws Exception {
        Receiver receiver = new Receiver(100, Duration.ZERO, 1);
        receiver.worker = null;
        Batches batches = new Batches(receiver, LIMITS);

        assertEquals(Batches.GONE, join(batches, SMALL).outcome());
        await().until(() -> batches.lines() == 0);
    }

    @Test
    void aWorkerThatGoesWhileItsBatchGathersIsSentNothing() throws Exception {
        Receiver receiver = new Receiver(2, LONG, 1);
        Batches batches = new Batches(receiver, LIMITS);
        Standing first = join(batches, SMALL);
        await().until(() -> receiver.read.get() == 1);

        receiver.worker = null;
        join(batches, SMALL);

        assertEquals(Batches.GONE, first.outcome());
        assertEquals(0, receiver.requests.size());
    }

    @Test
    void whileTheWorkerCannotBeReadNoTryCounts() throws Exception {
        Receiver receiver = new Receiver(100, Duration.ZERO, 1);
        receiver.isUnreadable = true;

        assertInstanceOf(
                Outcome.Later.class, join(new Batches(receiver, LIMITS), SMALL).outcome());
    }

    @Test
    void aChangedWorkerCountsForTheNextBatch() throws Exception {
        Receiver receiver = new Receiver(1, Duration.ZERO, 1);
        Batches batches = new Batches(receiver, LIMITS);
        join(batches, SMALL);
        Receiver.Request first = receiver.next();

        receiver.be(3, LONG, 1);
        join(batches, 3, SMALL);
        first.done();

        assertEquals(3, receiver.next().items().size());
    }

    @Test
    void whoHasStoodInLineForTooLongMakesRoomAndLosesNoTry() throws Exception {
        Receiver receiver = new Receiver(1, Duration.ZERO, 1);
        Batches batches = new Batches(receiver, limits(LONG, Duration.ofMillis(100)));
        Standing served = join(batches, SMALL);
        Receiver.Request request = receiver.next();

        assertInstanceOf(Outcome.Later.class, join(batches, SMALL).outcome());
        request.done();

        assertInstanceOf(Outcome.Done.class, served.outcome());
    }

    @Test
    void behindASlowWorkerThereIsALineOfBoundedLengthAndAppointmentsBehindIt() throws Exception {
        Receiver receiver = new Receiver(1, Duration.ZERO, 1);
        Batches batches = new Batches(receiver, limits(Duration.ofMillis(100), LONG));
        join(batches, SMALL);
        Receiver.Request slow = receiver.next();
        join(batches, SMALL);
        Duration took = Duration.ofMillis(500);
        await().pollDelay(took).until(() -> true);
        slow.done();
        receiver.next();
        Standing inLine = join(batches, SMALL);
        await().until(() -> inLine.thread().getState() == Thread.State.TIMED_WAITING);

        Outcome.Later sooner =
                assertInstanceOf(Outcome.Later.class, join(batches, SMALL).outcome());
        Outcome.Later later =
                assertInstanceOf(Outcome.Later.class, join(batches, SMALL).outcome());
        assertTrue(sooner.after().compareTo(took) >= 0, sooner.toString());
        assertTrue(later.after().compareTo(sooner.after()) > 0, later.toString());
    }

    @Test
    void aLineIsBoundedBeforeTheFirstAnswerByHowLongTheOldestRequestTakes() throws Exception {
        Receiver receiver = new Receiver(2, Duration.ZERO, 1);
        Batches batches = new Batches(receiver, limits(Duration.ofMillis(500), LONG));
        join(batches, SMALL);
        receiver.next();
        List<Standing> inLine = join(batches, 5, SMALL);

        // Nothing is answered: soon all but the next batch are too far behind.
        await().until(() -> inLine.stream().filter(one -> one.task().isDone()).count() == 3);
        Outcome.Later later =
                assertInstanceOf(Outcome.Later.class, join(batches, SMALL).outcome());

        assertTrue(later.after().compareTo(Duration.ofSeconds(5)) >= 0, later.toString());
        for (Standing one : inLine) {
            if (one.task().isDone()) {
                assertInstanceOf(Outcome.Later.class, one.outcome());
            }
        }
        assertEquals(3, batches.heldBytes() / SMALL);
    }

    @Test
    void oneRequestThatHangsDoesNotMakeTheLineOfTheOthersShorter() throws Exception {
        Receiver receiver = new Receiver(1, Duration.ZERO, 2);
        Batches batches = new Batches(receiver, limits(Duration.ofSeconds(2), LONG));
        join(batches, SMALL);
        receiver.next();
        await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
        join(batches, SMALL);
        receiver.next().done();
        await().until(() -> batches.heldBytes() == SMALL);

        List<Standing> standing = join(batches, 3, SMALL);
        for (Standing _ : standing) {
            receiver.next().done();
        }

        for (Standing one : standing) {
            assertInstanceOf(Outcome.Done.class, one.outcome());
        }
    }

    @Test
    void payloadsTakeNoMoreMemoryThanAPartyAndANodeHave() throws Exception {
        Receiver receiver = new Receiver(1, Duration.ZERO, 10);
        Batches batches = new Batches(receiver, new Batches.Limits(LONG, LONG, 1000, 3L * SMALL, 2L * SMALL));
        WorkerKey ofGrace = new WorkerKey(new TenantId("grace"), new UUID(0, 8));
        WorkerKey ofAlan = new WorkerKey(new TenantId("alan"), new UUID(0, 9));
        List<Standing> standing = join(batches, 2, SMALL);
        List<Receiver.Request> requests = List.of(receiver.next(), receiver.next());

        assertInstanceOf(Outcome.Later.class, join(batches, SMALL).outcome());
        join(batches, ofGrace, "grace", SMALL);
        receiver.next().done();
        await().until(() -> batches.heldBytes() == 2L * SMALL);
        join(batches, ofGrace, "grace", SMALL);
        Receiver.Request last = receiver.next();
        assertInstanceOf(
                Outcome.Later.class, join(batches, ofAlan, "alan", SMALL).outcome());
        assertEquals(3L * SMALL, batches.heldBytes());

        requests.forEach(Receiver.Request::done);
        last.done();
        standing.getFirst().outcome();
        await().until(() -> batches.lines() == 0);
        assertEquals(0, batches.heldBytes());
        join(batches, ofAlan, "alan", SMALL);
        receiver.next();
    }

    @Test
    void nobodyWaitsForCompanyThatHasNoPlace() throws Exception {
        Receiver receiver = new Receiver(100, LONG, 1);
        Batches batches = new Batches(receiver, new Batches.Limits(LONG, LONG, 3, 1L << 40, 1L << 40));

        join(batches, 3, SMALL);

        assertEquals(3, receiver.next().items().size());
    }

    /// Whatever the worker is like and whoever leaves: each job is in one request at most, and in one
    /// unless it left; no request is too large; nothing is left behind.
    @Test
    void everybodyIsServedOnceOrLeaves() throws Exception {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int round = 0; round < 20; round++) {
            int size = random.nextInt(1, 8);
            Receiver receiver = new Receiver(size, Duration.ofMillis(random.nextInt(4)), random.nextInt(1, 5));
            List<UUID> sent = new CopyOnWriteArrayList<>();
            AtomicInteger underWay = new AtomicInteger();
            AtomicInteger mostUnderWay = new AtomicInteger();
            Worker worker = receiver.read(KEY).orElseThrow();
            Batches batches = new Batches(
                    new Batches.Peer() {
                        @Override
                        public Optional<Worker> read(WorkerKey key) {
                            return Optional.of(worker);
                        }

                        @Override
                        public List<Outcome> send(Worker to, List<Item> batch) {
                            mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                            assertTrue(batch.size() <= size);
                            batch.forEach(item -> sent.add(item.id()));
                            underWay.decrementAndGet();
                            return batch.stream()
                                    .map(item -> (Outcome) new Outcome.Done(item.key()))
                                    .toList();
                        }
                    },
                    LIMITS);
            Set<Standing> interrupted = new HashSet<>();
            List<Standing> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Standing standing = join(batches, SMALL);
                all.add(standing);
                if (random.nextInt(10) == 0) {
                    interrupted.add(standing);
                    standing.thread().interrupt();
                }
            }

            int served = 0;
            for (Standing one : all) {
                try {
                    assertInstanceOf(Outcome.Done.class, one.outcome());
                    served++;
                } catch (ExecutionException _) {
                    assertTrue(interrupted.contains(one));
                }
            }
            await().until(() -> batches.lines() == 0);
            assertEquals(0, batches.heldBytes());
            assertEquals(sent.size(), Set.copyOf(sent).size());
            assertTrue(sent.size() >= served);
            assertTrue(mostUnderWay.get() <= worker.concurrency());
        }
    }
}
