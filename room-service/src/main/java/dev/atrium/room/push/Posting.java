package dev.atrium.room.push;

import dev.atrium.platform.problem.ProblemType;
import dev.atrium.room.chat.Command;
import dev.atrium.room.chat.Decision;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.shard.Outcome;
import dev.atrium.room.shard.Rooms;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// Posts rows into rooms: those of one room one after the other, so that they keep their order, rooms side by side.
final class Posting {

    private static final Logger LOG = Logger.getLogger(Posting.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Rooms rooms;

    Posting(Rooms rooms) {
        this.rooms = rooms;
    }

    /// Returns when all that can be said about the rows is known.
    ///
    /// @param rows in their order
    /// @return of each row what is to become of it; those behind one of the same room that must wait, or
    ///     is left for the next time, do so, too
    Map<Pushed, Verdict> post(List<Pushed> rows) {
        Map<Pushed, Verdict> verdicts = new ConcurrentHashMap<>();
        // Whatever may happen to the threads: a row of which nothing is known waits.
        rows.forEach(row -> verdicts.put(row, new Verdict.Later()));
        Map<Place, List<Pushed>> byRoom =
                rows.stream().collect(Collectors.groupingBy(Pushed::place, LinkedHashMap::new, Collectors.toList()));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            byRoom.values().forEach(ofRoom -> threads.execute(() -> postInOrder(ofRoom, verdicts)));
        }
        return verdicts;
    }

    private void postInOrder(List<Pushed> rows, Map<Pushed, Verdict> verdicts) {
        Set<String> edited = new HashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            Pushed row = rows.get(i);
            if (!isRepeatable(row.wanted(), edited)) {
                rows.subList(i, rows.size()).forEach(behind -> verdicts.put(behind, new Verdict.Next()));
                return;
            }
            Verdict verdict = post(row);
            verdicts.put(row, verdict);
            if (verdict instanceof Verdict.Later) {
                return;
            }
        }
    }

    /// Whether all that was done before it could be done again behind it, if the node dies before the rows
    /// are removed. An edit is known by what the message says, or as one of its newest: one that was followed
    /// by others, or by a deletion, need not be.
    ///
    /// @param edited the messages that rows before it edit
    private static boolean isRepeatable(Wanted wanted, Set<String> edited) {
        return switch (wanted) {
            case Wanted.Edit edit -> edited.add(edit.message());
            case Wanted.Delete delete -> !edited.contains(delete.message());
            case Wanted.Post _, Wanted.Operate _, Wanted.Unknown _ -> true;
        };
    }

    private Verdict post(Pushed row) {
        RoomKey key;
        Optional<Command> command;
        try {
            key = row.key();
            command = row.command();
        } catch (IllegalArgumentException e) {
            return new Verdict.Refused(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // A fault of this program, and the same at each node: it must not hold up what is behind.
            LOG.errorf(e, "what was pushed cannot be understood: row=%d room=%s", row.id(), row.room());
            return new Verdict.Refused("cannot be understood: " + e);
        }
        // A node of the newer version does it, when the room is served there.
        return command.map(known -> post(row, key, known)).orElseGet(Verdict.Later::new);
    }

    private Verdict post(Pushed row, RoomKey key, Command command) {
        CompletableFuture<Outcome> reply = new CompletableFuture<>();
        try {
            rooms.submit(key, command, null, reply::complete);
            return verdict(row, reply.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return new Verdict.Later();
        } catch (RuntimeException e) {
            LOG.warnf("what was pushed is tried again: row=%d room=%s error=%s", row.id(), row.room(), e);
            return new Verdict.Later();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Verdict.Later();
        }
    }

    private static Verdict verdict(Pushed row, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted _ -> new Verdict.Posted();
            case Outcome.Refused(Decision.Refused reason) -> refused(row, reason);
        };
    }

    /// A refusal is not in the log, so it may come from a node that does not know yet that it was deposed, and what has
    /// happened in the room since: only later it is final.
    private static Verdict refused(Pushed row, Decision.Refused reason) {
        boolean passing = reason.type() == ProblemType.UNAVAILABLE || !row.ripe();
        return passing ? new Verdict.Later() : new Verdict.Refused(reason.detail());
    }
}
