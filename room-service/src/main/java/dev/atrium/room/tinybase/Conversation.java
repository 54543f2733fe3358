package dev.atrium.room.tinybase;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the room's store says to one client (RM-8). The store is the authority: clients hear of each other through it
/// only, and it fetches from them what it lacks.
///
/// Deterministic: inputs are method calls, what they cause is returned as [Effect]s. All methods but
/// [#understand] are to be called where the document may be read.
public final class Conversation {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    /// How long to wait before a client is asked again for what could not be taken in.
    private static final Duration RETRY = Duration.ofSeconds(2);

    /// How often a client that does not answer is asked, until it says something by itself.
    private static final int RETRIES = 3;

    /// A longer id of a client is not taken over into requests of ours.
    private static final int TRANSACTION_MAX = 64;

    /// Of how many leaves it is remembered that the client had to take them back.
    private static final int TOLD_MAX = 256;

    private final Access access;
    private final HlcClock clock;
    private final Nonce nonce;
    private final DocumentLimits limits;
    /// Also read by [#understand].
    private volatile Pull pull = new Pull.None();
    private Message.@Nullable Hashes next;
    private @Nullable Instant retryAt;
    private int retries;
    private long commits;
    /// The time of what the client was told last where it had to take something back, so that it has a later
    /// one than the room: by the hash of [StoredLeaf]'s path, the oldest first. If two have the same, one of
    /// them is told anew without need.
    private final Map<Integer, Hlc> told = new LinkedHashMap<>();

    /// @param clock for what the client alone is told: leaves of such a time are nobody's writing, and never taken in
    public Conversation(Access access, HlcClock clock, Nonce nonce, DocumentLimits limits) {
        this.access = access;
        this.clock = clock;
        this.nonce = nonce;
        this.limits = limits;
    }

    /// The client has joined, for the first time or again: it may have missed something.
    public List<Effect> joined(Document document) {
        return List.of(announcement(document));
    }

    /// As [#joined], of a client whose synchronizer may be older than its connection: what it has sent before may be
    /// lost, and it does not say by itself what it has. One that only begins does not answer, and need not.
    public List<Effect> resumed(Document document, Instant now) {
        List<Effect> effects = new ArrayList<>(joined(document));
        if (access.mayWrite()) {
            effects.addAll(askForHashes(now));
        }
        return effects;
    }

    /// Reads the client's answer to what it was asked last, which may be long, so that [#receive] has
    /// only to take it in. On any thread.
    ///
    /// @return the message as it is, if it is something else
    public Message understand(Message message) {
        return message instanceof Message.Response response
                        && pull instanceof Pull.Asked asked
                        && asked.request().equals(response.id())
                ? new Message.Understood(asked.request(), read(asked, response))
                : message;
    }

    /// Whether a message asks for what is in the document, so that the answer may be long.
    public static boolean asks(Message message) {
        return switch (message) {
            case Message.GetTableDiff _, Message.GetRowDiff _, Message.GetCellDiff _, Message.GetValueDiff _ -> true;
            case Message.GetContentHashes _,
                    Message.Hashes _,
                    Message.ContentDiff _,
                    Message.Response _,
                    Message.Understood _ -> false;
        };
    }

    public List<Effect> receive(Message message, Document document, Instant now) {
        return switch (message) {
            case Message.GetContentHashes question ->
                send(MessageWriter.contentHashesAnswer(question.id(), document.hashes()));
            case Message.GetTableDiff question ->
                send(
                        question.tables().isEmpty()
                                ? MessageWriter.tablesAnswer(question.id(), document)
                                : MessageWriter.tablesAnswer(
                                        question.id(), Difference.tables(document, question.tables())));
            case Message.GetRowDiff question ->
                send(MessageWriter.rowsAnswer(question.id(), Difference.rows(document, question.rows())));
            case Message.GetCellDiff question ->
                send(MessageWriter.cellsAnswer(question.id(), cells(question.cells(), document, now)));
            case Message.GetValueDiff question ->
                send(
                        question.values().isEmpty()
                                ? MessageWriter.valuesAnswer(question.id(), document)
                                : MessageWriter.valuesAnswer(question.id(), values(question.values(), document, now)));
            case Message.Hashes announcement -> announced(announcement, document, now);
            case Message.ContentDiff diff -> write(diff.changes(), document, now);
            case Message.Response response -> answered(response, document, now);
            case Message.Understood understood
            when pull instanceof Pull.Asked asked && asked.request().equals(understood.request()) ->
                goOn(asked, understood.reply(), document, now);
            case Message.Understood _ -> List.of();
        };
    }

    /// A commit has been read back from the log, or has failed.
    ///
    /// @param done false if the room may not have taken it: the client will be asked for it again
    public List<Effect> committed(long number, boolean done, Document document, Instant now) {
        if (!done) {
            retryAt = now.plus(RETRY);
        }
        return pull instanceof Pull.Committing committing && committing.commit() == number
                ? finished(committing.theirs(), done, document, now)
                : List.of();
    }

    /// Whether it waits for something that may not come, or for a time: [#tick] must be called.
    public boolean isWaiting() {
        return retryAt != null || pull instanceof Pull.Asked || pull instanceof Pull.AskedHashes;
    }

    /// Some time has passed; to be called every second or so while [#isWaiting].
    public List<Effect> tick(Document document, Instant now) {
        return switch (pull) {
            case Pull.Asked asked when asked.deadline().isBefore(now) -> timedOut(document, now);
            case Pull.AskedHashes asked when asked.deadline().isBefore(now) -> timedOut(document, now);
            case Pull.None _ when retryAt != null && retryAt.isBefore(now) -> askForHashes(now);
            case Pull.None _, Pull.Asked _, Pull.AskedHashes _, Pull.Committing _ -> List.of();
        };
    }

    private List<Effect> announced(Message.Hashes announcement, Document document, Instant now) {
        retries = 0;
        if (pull instanceof Pull.AskedHashes) {
            // It says by itself what it was asked for.
            pull = new Pull.None();
        }
        if (announcement.hashes().equals(document.hashes())) {
            return List.of();
        }
        if (!access.mayWrite()) {
            return List.of(announcement(document));
        }
        if (!(pull instanceof Pull.None)) {
            next = announcement;
            return List.of();
        }
        retryAt = null;
        return ask(transaction(announcement.id()), announcement.hashes(), document, now);
    }

    private List<Effect> write(Changes changes, Document document, Instant now) {
        List<Effect> effects = new ArrayList<>();
        take(changes, document, now, effects);
        return effects;
    }

    /// Commits what may be written and gives back what may not.
    ///
    /// @return the number of the commit; empty if there is nothing to commit
    private Optional<Long> take(Changes changes, Document document, Instant now, List<Effect> effects) {
        Changes ownWords = new Changes();
        Changes winners = written(document.winners(changes), document, ownWords);
        takeBack(ownWords, document, now, effects);
        if (!access.mayWrite()) {
            takeBack(winners, document, now, effects);
            return Optional.empty();
        }
        DocumentLimits.Sifted believed = winners.sift(now);
        takeBack(believed.refused(), document, now, effects);
        DocumentLimits.Sifted sifted = limits.sift(believed.accepted(), document);
        takeBack(sifted.refused(), document, now, effects);
        if (sifted.accepted().isEmpty()) {
            return Optional.empty();
        }
        commits++;
        effects.add(new Effect.Commit(commits, sifted.accepted()));
        return Optional.of(commits);
    }

    /// What of some changes somebody has written.
    ///
    /// @param outdated gets what the room has told the client itself, where it has become something else since
    private Changes written(Changes winners, Document document, Changes outdated) {
        Changes written = new Changes();
        int[] own = {0};
        winners.forEach(new Changes.Visitor() {
            @Override
            public void cell(String table, String row, Leaf cell) {
                if (!clock.isOwn(cell.time())) {
                    written.putCell(table, row, cell);
                } else if (isOutdated(cell, document.cell(table, row, cell.id()))) {
                    outdated.putCell(table, row, cell);
                }
            }

            @Override
            public void value(Leaf value) {
                if (!clock.isOwn(value.time())) {
                    written.putValue(value);
                } else if (isOutdated(value, document.value(value.id()))) {
                    outdated.putValue(value);
                }
            }

            private boolean isOutdated(Leaf word, @Nullable Leaf present) {
                own[0]++;
                return !Objects.equals(word.json(), jsonOf(present));
            }
        });
        if (own[0] == 0) {
            return winners;
        }
        written.addTimes(winners);
        return written;
    }

    /// The protocol has no refusal: the client is sent what the room has, as if it had just been written.
    private void takeBack(Changes refused, Document document, Instant now, List<Effect> effects) {
        if (refused.isEmpty()) {
            return;
        }
        long millis = now.toEpochMilli();
        clock.see(refused.latest(), millis);
        Changes restored = new Changes();
        refused.forEach(new Changes.Visitor() {
            @Override
            public void cell(String table, String row, Leaf cell) {
                Leaf present = document.cell(table, row, cell.id());
                restored.putCell(table, row, word(StoredLeaf.path(table, row, cell.id()), cell.id(), present, millis));
            }

            @Override
            public void value(Leaf value) {
                Leaf present = document.value(value.id());
                restored.putValue(word(StoredLeaf.path(value.id()), value.id(), present, millis));
            }
        });
        if (!restored.isEmpty()) {
            effects.add(new Effect.Send(MessageWriter.contentDiff(nonce.transaction(), restored)));
        }
    }

    /// What the client is told alone, with a time that is later than all that it was told before.
    private Leaf word(String path, String id, @Nullable Leaf present, long millis) {
        Hlc time = clock.next(millis);
        told.remove(path.hashCode());
        told.put(path.hashCode(), time);
        if (told.size() > TOLD_MAX) {
            told.remove(told.keySet().iterator().next());
        }
        return Leaf.of(id, jsonOf(present), time);
    }

    private static @Nullable String jsonOf(@Nullable Leaf leaf) {
        return leaf == null ? null : leaf.json();
    }

    /// What the client asks for. Where it has a later time than the room because it had to take something back, the
    /// room's time would lose: it gets a new one, if it has not got the same already.
    private Changes cells(Map<String, Map<String, Map<String, Integer>>> theirs, Document document, Instant now) {
        Changes answer = Difference.cells(document, theirs);
        if (told.isEmpty()) {
            return answer;
        }
        Changes fresh = new Changes();
        answer.forEach(new Changes.Visitor() {
            @Override
            public void cell(String table, String row, Leaf cell) {
                Integer hash = theirs.getOrDefault(table, Map.of())
                        .getOrDefault(row, Map.of())
                        .get(cell.id());
                afresh(StoredLeaf.path(table, row, cell.id()), cell, hash, now)
                        .ifPresent(leaf -> fresh.putCell(table, row, leaf));
            }

            @Override
            public void value(Leaf value) {
                fresh.putValue(value);
            }
        });
        fresh.addTimes(answer);
        return fresh;
    }

    /// As [#cells].
    private Changes values(Map<String, Integer> theirs, Document document, Instant now) {
        Changes answer = Difference.values(document, theirs);
        if (told.isEmpty()) {
            return answer;
        }
        Changes fresh = new Changes();
        for (Leaf value : answer.values) {
            afresh(StoredLeaf.path(value.id()), value, theirs.get(value.id()), now)
                    .ifPresent(fresh::putValue);
        }
        fresh.addTimes(answer);
        return fresh;
    }

    /// @param hash of what the client has; null if it has nothing
    private Optional<Leaf> afresh(String path, Leaf present, @Nullable Integer hash, Instant now) {
        Hlc time = told.get(path.hashCode());
        if (time == null || hash == null || present.time().isAfter(time)) {
            return Optional.of(present);
        }
        if (hash == Leaf.of(present.id(), present.json(), time).hash()) {
            return Optional.empty();
        }
        return Optional.of(word(path, present.id(), present, now.toEpochMilli()));
    }

    private List<Effect> ask(String transaction, ContentHashes theirs, Document document, Instant now) {
        if (theirs.tables() == document.hashes().tables()) {
            return askForValues(transaction, theirs, new Changes(), document, now);
        }
        String request = nonce.request(transaction);
        pull = asked(Pull.Question.TABLES, request, theirs, new Changes(), now);
        return send(MessageWriter.getTableDiff(request, Difference.tableHashes(document)));
    }

    private List<Effect> answered(Message.Response response, Document document, Instant now) {
        return switch (pull) {
            case Pull.AskedHashes asked
            when asked.request().equals(response.id()) -> {
                pull = new Pull.None();
                yield MessageReader.contentHashes(response.body())
                        .map(hashes -> announced(new Message.Hashes(response.id(), hashes), document, now))
                        .orElseGet(this::invalid);
            }
            case Pull.Asked asked
            when asked.request().equals(response.id()) -> goOn(asked, read(asked, response), document, now);
            case Pull.None _, Pull.Asked _, Pull.AskedHashes _, Pull.Committing _ -> List.of();
        };
    }

    private static @Nullable Reply read(Pull.Asked asked, Message.Response response) {
        return Reply.read(asked.question(), response.body()).orElse(null);
    }

    private List<Effect> goOn(Pull.Asked asked, @Nullable Reply reply, Document document, Instant now) {
        if (reply == null) {
            return invalid();
        }
        return switch (reply) {
            case Reply.Tables(Difference.Answer<Integer> answer) -> {
                asked.collected().add(answer.missing());
                yield askForRows(asked, answer.differing(), document, now);
            }
            case Reply.Rows(Difference.Answer<Map<String, Integer>> answer) -> {
                asked.collected().add(answer.missing());
                yield askForCells(asked, answer.differing(), document, now);
            }
            case Reply.Cells(Changes cells) -> {
                asked.collected().add(cells);
                yield askForValues(asked, document, now);
            }
            case Reply.Values(Changes values) -> {
                asked.collected().add(values);
                yield takeIn(asked.theirs(), asked.collected(), document, now);
            }
        };
    }

    private List<Effect> askForRows(Pull.Asked asked, Map<String, Integer> differing, Document document, Instant now) {
        Map<String, Map<String, Integer>> rows = Difference.rowHashes(document, differing);
        if (rows.isEmpty()) {
            return askForValues(asked, document, now);
        }
        String request = nextRequest(asked);
        pull = asked(Pull.Question.ROWS, request, asked.theirs(), asked.collected(), now);
        return send(MessageWriter.getRowDiff(request, rows));
    }

    private List<Effect> askForCells(
            Pull.Asked asked, Map<String, Map<String, Integer>> differing, Document document, Instant now) {
        Map<String, Map<String, Map<String, Integer>>> cells = Difference.cellHashes(document, differing);
        if (cells.isEmpty()) {
            return askForValues(asked, document, now);
        }
        String request = nextRequest(asked);
        pull = asked(Pull.Question.CELLS, request, asked.theirs(), asked.collected(), now);
        return send(MessageWriter.getCellDiff(request, cells));
    }

    private List<Effect> askForValues(Pull.Asked asked, Document document, Instant now) {
        return askForValues(transactionOf(asked), asked.theirs(), asked.collected(), document, now);
    }

    private List<Effect> askForValues(
            String transaction, ContentHashes theirs, Changes collected, Document document, Instant now) {
        if (theirs.values() == document.hashes().values()) {
            return takeIn(theirs, collected, document, now);
        }
        String request = nonce.request(transaction);
        pull = asked(Pull.Question.VALUES, request, theirs, collected, now);
        return send(MessageWriter.getValueDiff(request, Difference.valueHashes(document)));
    }

    private List<Effect> takeIn(ContentHashes theirs, Changes collected, Document document, Instant now) {
        List<Effect> effects = new ArrayList<>();
        Optional<Long> commit = take(collected, document, now, effects);
        if (commit.isPresent()) {
            pull = new Pull.Committing(commit.get(), theirs);
        } else {
            effects.addAll(finished(theirs, true, document, now));
        }
        return effects;
    }

    private List<Effect> finished(ContentHashes theirs, boolean done, Document document, Instant now) {
        pull = new Pull.None();
        if (next != null) {
            return askNext(document, now);
        }
        // What still differs, the client lacks.
        return done && !theirs.equals(document.hashes()) ? List.of(announcement(document)) : List.of();
    }

    private List<Effect> timedOut(Document document, Instant now) {
        pull = new Pull.None();
        if (next != null) {
            return askNext(document, now);
        }
        retryAt = now.plus(RETRY);
        return List.of();
    }

    private List<Effect> askNext(Document document, Instant now) {
        Message.Hashes latest = next;
        next = null;
        return latest == null ? List.of() : announced(latest, document, now);
    }

    private List<Effect> askForHashes(Instant now) {
        retryAt = null;
        if (retries >= RETRIES) {
            return List.of();
        }
        retries++;
        String request = nonce.request(nonce.transaction());
        pull = new Pull.AskedHashes(request, now.plus(REQUEST_TIMEOUT));
        return send(MessageWriter.getContentHashes(request));
    }

    private Effect announcement(Document document) {
        return new Effect.Send(MessageWriter.contentHashes(nonce.transaction(), document));
    }

    private List<Effect> invalid() {
        return List.of(new Effect.Close(Closing.INVALID));
    }

    private String nextRequest(Pull.Asked asked) {
        return nonce.request(transactionOf(asked));
    }

    private String transaction(@Nullable String id) {
        return id == null || id.length() > TRANSACTION_MAX ? nonce.transaction() : id;
    }

    private static String transactionOf(Pull.Asked asked) {
        return asked.request().substring(0, asked.request().lastIndexOf('.'));
    }

    private static Pull.Asked asked(
            Pull.Question question, String request, ContentHashes theirs, Changes collected, Instant now) {
        return new Pull.Asked(question, request, theirs, collected, now.plus(REQUEST_TIMEOUT));
    }

    private static List<Effect> send(String remainder) {
        return List.of(new Effect.Send(remainder));
    }
}
