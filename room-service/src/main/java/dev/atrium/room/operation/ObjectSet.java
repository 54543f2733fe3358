package dev.atrium.room.operation;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.ObjectChange;
import dev.atrium.platform.roomlog.RoomEvent.ObjectEvent;
import dev.atrium.platform.roomlog.RoomEvent.ObjectSchema;
import dev.atrium.platform.roomlog.RoomEvent.OperationsApplied;
import dev.atrium.platform.roomlog.RoomEvent.SchemaChanged;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The objects of one room (RM-5). Deterministic; not thread-safe.
///
/// They are what the log says, [#apply]. What was decided and is on its way into the log counts for the
/// decisions that follow, and for nothing else.
public final class ObjectSet {

    /// Those that are there, by their paths.
    private final TreeMap<String, RoomObject> present = new TreeMap<>(ObjectPath.ORDER);

    /// Those that were removed last, the first one first.
    private final Map<String, RoomObject> removed = new LinkedHashMap<>();

    private final Earlier earlier = new Earlier();

    /// As they will be when the log has confirmed what was decided.
    private final Map<String, RoomObject> predictions = new HashMap<>();

    private Rules rules = Rules.none();
    private Rules predictedRules = rules;
    private int schemasOnTheirWay;
    private int predictedSize;
    private long predictedText;
    private long textLength;
    private long newest;
    private long floor;

    /// Takes over what was stored.
    public void load(StoredObjects stored) {
        stored.objects().forEach(this::put);
        stored.schemas().forEach((name, schema) -> rules = rules.with(name, schema));
        floor = Math.max(floor, stored.floor());
        forgetPredictions();
    }

    /// Decides about operations that somebody who may write wants to be applied together. What is
    /// accepted counts as done for the decisions that follow.
    ///
    /// @param sequence for the event
    public Verdict decide(
            List<Operation> operations, Actor author, Surroundings surroundings, long sequence, Instant at) {
        Verdict verdict = new Draft(this, author, surroundings).of(operations);
        if (verdict instanceof Verdict.Accepted accepted) {
            accepted.changes().stream()
                    .map(change -> new RoomObject(change.path(), change.json(), sequence, author, at))
                    .forEach(this::predict);
        }
        return verdict;
    }

    /// Decides about a schema.
    ///
    /// @param schema null to take it back
    /// @return what is wrong with it; empty if it is accepted and counts for the decisions that follow
    public Optional<Verdict.Refused> decide(String name, @Nullable ObjectSchema schema, ConflictResolvers resolvers) {
        if (schema != null && resolvers.find(schema.conflict()).isEmpty()) {
            return Optional.of(Verdict.Refused.at(
                    ProblemType.INVALID_REQUEST,
                    "/conflict",
                    "must be one of " + String.join(", ", resolvers.names())));
        }
        boolean isNew = schema != null && !predictedRules.schemas().containsKey(name);
        if (isNew && predictedRules.schemas().size() >= ObjectLimits.SCHEMAS_MAX) {
            return Optional.of(Verdict.Refused.at(
                    ProblemType.CONFLICT, "/name", "would be one of more than " + ObjectLimits.SCHEMAS_MAX));
        }
        predictedRules = predictedRules.with(name, schema);
        schemasOnTheirWay++;
        return Optional.empty();
    }

    /// Whether a schema is, or will be, exactly this.
    public boolean has(String name, @Nullable ObjectSchema schema) {
        return Objects.equals(predictedRules.schemas().get(name), schema);
    }

    /// Takes over what the log says has happened.
    public void apply(ObjectEvent event) {
        switch (event) {
            case OperationsApplied applied -> apply(applied);
            case SchemaChanged changed -> {
                rules = rules.with(changed.name(), changed.schema());
                schemasOnTheirWay = Math.max(0, schemasOnTheirWay - 1);
            }
        }
        settle();
    }

    /// What was decided and not applied will never be.
    public void forgetPredictions() {
        predictions.clear();
        schemasOnTheirWay = 0;
        settle();
    }

    /// An object, also one that was removed lately.
    public Optional<RoomObject> find(String path) {
        RoomObject object = present.get(path);
        return Optional.ofNullable(object == null ? removed.get(path) : object);
    }

    /// The objects that are there, by their paths.
    ///
    /// @param prefix of their paths
    /// @param after only paths behind this one
    public Stream<RoomObject> list(String prefix, String after) {
        boolean fromPrefix = ObjectPath.ORDER.compare(after, prefix) < 0;
        return present.tailMap(fromPrefix ? prefix : after, fromPrefix).values().stream()
                .takeWhile(object -> object.path().startsWith(prefix));
    }

    /// What changed after a sequence number, as it is now, ascending by version.
    public List<RoomObject> changedAfter(long version) {
        if (version >= newest) {
            return List.of();
        }
        return Stream.concat(present.values().stream(), removed.values().stream())
                .filter(object -> object.version() > version)
                .sorted(Comparator.comparingLong(RoomObject::version).thenComparing(RoomObject::path))
                .toList();
    }

    /// What was removed above this sequence number is known here.
    public long floor() {
        return floor;
    }

    public SortedMap<String, ObjectSchema> schemas() {
        return rules.schemas();
    }

    /// How many objects are there.
    public int size() {
        return present.size();
    }

    /// How many characters their paths and values have.
    public long textLength() {
        return textLength;
    }

    /// Roughly what the objects occupy in memory.
    public long sizeBytes() {
        return 2 * (textLength + earlier.textLength()) + 200L * (present.size() + removed.size());
    }

    /// How many objects will be there.
    int predictedSize() {
        return predictedSize;
    }

    /// How many characters they will have.
    long predictedText() {
        return predictedText;
    }

    /// As it will be.
    Optional<RoomObject> predicted(String path) {
        RoomObject prediction = predictions.get(path);
        return prediction == null ? find(path) : Optional.of(prediction);
    }

    Rules rules() {
        return predictedRules;
    }

    /// A version that is there, or was until lately.
    Optional<Earlier.Value> version(String path, long version) {
        return Stream.of(Optional.ofNullable(predictions.get(path)), find(path))
                .flatMap(Optional::stream)
                .filter(object -> object.version() == version)
                .findFirst()
                .map(object -> new Earlier.Value(object.json()))
                .or(() -> earlier.find(path, version))
                .or(() -> version == 0 ? Optional.of(new Earlier.Value(null)) : Optional.empty());
    }

    private void apply(OperationsApplied event) {
        for (ObjectChange change : event.changes()) {
            RoomObject object = new RoomObject(change.path(), change.json(), event.sequence(), event.by(), event.at());
            RoomObject before = find(change.path()).orElse(null);
            // What was stored may be newer than the events that are read again.
            if (before == null || before.version() < object.version()) {
                if (before != null) {
                    earlier.add(before);
                }
                put(object);
            }
            predictions.computeIfPresent(
                    change.path(), (_, predicted) -> predicted.version() <= event.sequence() ? null : predicted);
        }
    }

    private void predict(RoomObject object) {
        RoomObject before = predicted(object.path()).orElse(null);
        predictedSize += object.count() - (before == null ? 0 : before.count());
        predictedText += object.textLength() - (before == null ? 0 : before.textLength());
        predictions.put(object.path(), object);
    }

    /// Where nothing is on its way, what is there is what will be there.
    private void settle() {
        if (predictions.isEmpty()) {
            predictedSize = present.size();
            predictedText = textLength;
        }
        if (schemasOnTheirWay == 0) {
            predictedRules = rules;
        }
    }

    private void put(RoomObject object) {
        RoomObject before = present.remove(object.path());
        textLength -= before == null ? 0 : before.textLength();
        removed.remove(object.path());
        newest = Math.max(newest, object.version());
        if (object.isRemoved()) {
            removed.put(object.path(), object);
            if (removed.size() > ObjectLimits.REMOVED_KEPT) {
                RoomObject forgotten =
                        removed.remove(removed.keySet().iterator().next());
                floor = Math.max(floor, forgotten == null ? 0 : forgotten.version());
            }
        } else {
            present.put(object.path(), object);
            textLength += object.textLength();
        }
    }
}
