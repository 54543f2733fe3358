package dev.atrium.room.chat;

import dev.atrium.platform.roomlog.RoomEvent.ObjectEvent;
import dev.atrium.platform.roomlog.RoomEvent.OperationsApplied;
import dev.atrium.platform.roomlog.RoomEvent.SchemaChanged;
import dev.atrium.room.operation.ObjectSet;
import dev.atrium.room.operation.Surroundings;
import dev.atrium.room.operation.Verdict;
import java.time.Instant;
import java.util.List;

/// What happens to a room's objects (RM-5), for those whom the room lets in; each operation once, however
/// often it is sent.
final class Operations {

    /// Of how many operations the ids stay in memory at least, once a room has had that many.
    private static final int IDS_KEPT = 1_000;

    private final RoomKey key;
    private final ObjectSet objects = new ObjectSet();
    private final AppliedIds ids;

    private Operations(RoomKey key, AppliedIds ids) {
        this.key = key;
        this.ids = ids;
    }

    /// Nothing has happened yet.
    static Operations none(RoomKey key) {
        return new Operations(key, new AppliedIds(IDS_KEPT, 0));
    }

    /// @param sequence at which it was stored
    static Operations of(RoomKey key, long sequence, RoomSnapshot.Objects stored) {
        long floor = stored.any() ? sequence : 0;
        Operations operations = new Operations(key, new AppliedIds(IDS_KEPT, floor));
        operations.objects.load(stored.objects());
        return operations;
    }

    /// As [AppliedIds#learn].
    void learn(SentIds earlier) {
        ids.learn(earlier);
    }

    ObjectSet objects() {
        return objects;
    }

    /// @param settled the last sequence number that counts
    /// @param next for the event
    Decision decide(Command.Operate operate, Surroundings surroundings, long settled, long next, Instant at) {
        String clientId = operate.clientId();
        if (clientId == null) {
            return apply(operate, surroundings, next, at);
        }
        Sent sent = new Sent(operate.author().subject(), clientId);
        Long applied = ids.applied(sent);
        if (applied != null) {
            return new Decision.Applied(applied);
        }
        Long onItsWay = ids.onItsWay(sent);
        if (onItsWay != null) {
            return new Decision.OnItsWay(onItsWay);
        }
        if (!ids.isNew(sent, operate.novelty(), at)) {
            return new Decision.AskApplied(key, sent.subject(), clientId, settled);
        }
        Decision decision = apply(operate, surroundings, next, at);
        if (decision instanceof Decision.Append) {
            ids.send(sent, next);
        }
        return decision;
    }

    /// Also where nothing comes out of it: only so a repetition is known when it comes late.
    private Decision apply(Command.Operate operate, Surroundings surroundings, long next, Instant at) {
        return switch (objects.decide(operate.operations(), operate.author(), surroundings, next, at)) {
            case Verdict.Accepted accepted ->
                new Decision.Append(new OperationsApplied(
                        key.tenant(), key.room(), next, at, operate.author(), operate.clientId(), accepted.changes()));
            case Verdict.Refused refused -> refusal(refused);
        };
    }

    /// @param next for the event
    Decision decide(Command.SetSchema set, Surroundings surroundings, long next, Instant at) {
        if (objects.has(set.name(), set.schema())) {
            return new Decision.Nothing();
        }
        return objects.decide(set.name(), set.schema(), surroundings.resolvers())
                .<Decision>map(Operations::refusal)
                .orElseGet(() -> new Decision.Append(
                        new SchemaChanged(key.tenant(), key.room(), next, at, set.author(), set.name(), set.schema())));
    }

    void apply(ObjectEvent event) {
        objects.apply(event);
        if (event instanceof OperationsApplied applied) {
            Sent.of(applied).ifPresent(sent -> ids.add(sent, applied.sequence(), applied.at()));
        }
    }

    void stored(long upTo) {
        ids.stored(upTo);
    }

    void forgetPredictions() {
        objects.forgetPredictions();
        ids.forgetPredictions();
    }

    long sizeBytes() {
        return objects.sizeBytes() + ids.sizeBytes();
    }

    private static Decision.Refused refusal(Verdict.Refused refused) {
        return new Decision.Refused(refused.type(), refused.detail(), List.of(refused.fault()));
    }
}
