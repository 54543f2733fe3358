package dev.atrium.room.operation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.RoomEvent.ObjectChange;
import dev.atrium.platform.roomlog.RoomEvent.ObjectEvent;
import dev.atrium.platform.roomlog.RoomEvent.ObjectSchema;
import dev.atrium.platform.roomlog.RoomEvent.OperationsApplied;
import dev.atrium.platform.roomlog.RoomEvent.SchemaChanged;
import dev.atrium.platform.web.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Objects of a room whose log confirms at once what is decided, unless it is told to wait.
final class Fixture {

    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    static final Actor ADA = new Actor("user:ada", "Ada");
    static final Actor BOB = new Actor("user:bob", "Bob");

    private static final TenantId TENANT = new TenantId("acme");

    final ObjectSet objects = new ObjectSet();
    final List<ObjectEvent> events = new ArrayList<>();
    private final List<ObjectEvent> onTheirWay = new ArrayList<>();
    private Surroundings surroundings = Surroundings.PLAIN;
    private long sequence = 1;

    static JsonNode json(String text) {
        return Json.read(text.replace('\'', '"'), JsonNode.class);
    }

    /// Where a request is refused.
    static String pointer(Verdict.Refused refused) {
        return String.valueOf(refused.fault().pointer());
    }

    static Operation put(String path, String value) {
        return new Operation.Put(path, json(value), null, null);
    }

    static Operation put(String path, String value, long base) {
        return new Operation.Put(path, json(value), base, null);
    }

    static Operation merge(String path, String patch) {
        return new Operation.Merge(path, json(patch), null, null);
    }

    static Operation remove(String path) {
        return new Operation.Remove(path, null, null);
    }

    /// From now on these are held.
    Fixture locked(HeldLock... held) {
        HeldLocks locks = name ->
                List.of(held).stream().filter(lock -> lock.name().equals(name)).findFirst();
        surroundings = new Surroundings(locks, surroundings.resolvers());
        return this;
    }

    Fixture resolving(ConflictResolver resolver) {
        surroundings =
                new Surroundings(surroundings.locks(), surroundings.resolvers().with(resolver));
        return this;
    }

    Fixture schema(String name, String pattern, @Nullable String schema, String conflict) {
        ObjectSchema added =
                new ObjectSchema(pattern, schema == null ? null : json(schema).toString(), conflict);
        Optional<Verdict.Refused> refused = objects.decide(name, added, surroundings.resolvers());
        if (refused.isPresent()) {
            throw new AssertionError(refused.get());
        }
        confirm(new SchemaChanged(TENANT, "r", ++sequence, NOW, ADA, name, added));
        return this;
    }

    Verdict apply(Actor author, Operation... operations) {
        Verdict verdict = decide(author, operations);
        confirm();
        return verdict;
    }

    /// What is decided stays on its way into the log.
    Verdict decide(Actor author, Operation... operations) {
        Verdict verdict = objects.decide(List.of(operations), author, surroundings, sequence + 1, NOW);
        if (verdict instanceof Verdict.Accepted(List<ObjectChange> changes)) {
            onTheirWay.add(new OperationsApplied(TENANT, "r", ++sequence, NOW, author, null, changes));
        }
        return verdict;
    }

    void confirm() {
        List.copyOf(onTheirWay).forEach(this::confirm);
        onTheirWay.clear();
    }

    /// The log loses what is on its way.
    void lose() {
        sequence -= onTheirWay.size();
        onTheirWay.clear();
        objects.forgetPredictions();
    }

    /// Must have been applied.
    void done(Actor author, Operation... operations) {
        if (apply(author, operations) instanceof Verdict.Refused refused) {
            throw new AssertionError(refused);
        }
    }

    Verdict.Refused refused(Actor author, Operation... operations) {
        if (apply(author, operations) instanceof Verdict.Refused refused) {
            return refused;
        }
        throw new AssertionError("not refused");
    }

    long version(String path) {
        return objects.find(path).orElseThrow().version();
    }

    JsonNode value(String path) {
        String text = objects.find(path).map(RoomObject::json).orElseThrow();
        return Json.read(text, JsonNode.class);
    }

    private void confirm(ObjectEvent event) {
        events.add(event);
        objects.apply(event);
    }
}
