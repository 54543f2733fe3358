package dev.atrium.room.operation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.ObjectChange;
import dev.atrium.platform.web.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One attempt to apply operations together: all of them, or none. Each is asked, in this order: whether
/// its lock is held, whether the object is another one's by a lock, whether it knows the newest version,
/// and whether what comes out of it is small enough and fits the schemas.
final class Draft {

    /// Most that the schemas of one attempt may cost: parts of schemas times weights of values.
    private static final long CHECKS_MAX = 100_000;

    /// Most characters of what is there, or was, that one attempt may have read: all that it could write, and the
    /// same once more for merges. Without it, operations that change nothing would cost the most.
    private static final long READ_MAX = 2L * ObjectLimits.BATCH_BYTES_MAX;

    private final ObjectSet objects;
    private final Actor author;
    private final Surroundings surroundings;
    private final List<ObjectChange> changes = new ArrayList<>();
    private Optional<Verdict.Refused> refused = Optional.empty();
    private long bytes;
    private long checks;
    private long read;
    private int size;
    private long text;

    Draft(ObjectSet objects, Actor author, Surroundings surroundings) {
        this.objects = objects;
        this.author = author;
        this.surroundings = surroundings;
        this.size = objects.predictedSize();
        this.text = objects.predictedText();
    }

    Verdict of(List<Operation> operations) {
        for (int i = 0; i < operations.size() && refused.isEmpty(); i++) {
            apply(operations.get(i), "/operations/" + i);
        }
        return refused.<Verdict>map(refusal -> refusal).orElseGet(() -> new Verdict.Accepted(changes));
    }

    private void apply(Operation operation, String pointer) {
        refused = claim(operation, pointer).or(() -> guard(operation, pointer));
        if (refused.isPresent()) {
            return;
        }
        RoomObject object = objects.predicted(operation.path()).orElse(null);
        String before = object == null ? null : object.json();
        boolean overtaken = isOvertaken(operation, object);
        // What replaces all of it need not know what is there.
        boolean reads = overtaken || operation instanceof Operation.Merge;
        JsonNode present = reads ? parsed(before, pointer) : null;
        Resolution resolution = overtaken
                ? resolved(operation, pointer, object, present)
                : new Resolution.Accept(operation.applied(present));
        if (refused.isPresent()) {
            return;
        }
        switch (resolution) {
            case Resolution.Refuse(String why) ->
                refused = Optional.of(Verdict.Refused.at(
                        ProblemType.CONFLICT,
                        pointer + "/base",
                        why,
                        object == null ? ObjectView.absent(operation.path()) : ObjectView.of(object)));
            case Resolution.Accept(JsonNode value) -> {
                String json = value == null ? null : value.toString();
                boolean isSo = reads ? Objects.equals(value, present) : isSame(value, json, before);
                if (!isSo) {
                    change(operation.path(), pointer, object, value, json);
                }
            }
        }
    }

    /// Texts that are equal but for the order of members have the same length; so little is read for what is put that
    /// is as long itself.
    private static boolean isSame(@Nullable JsonNode value, @Nullable String json, @Nullable String before) {
        if (value == null || json == null || before == null) {
            return json == null && before == null;
        }
        return json.equals(before)
                || (json.length() == before.length() && value.equals(Json.read(before, JsonNode.class)));
    }

    private static boolean isOvertaken(Operation operation, @Nullable RoomObject object) {
        Long base = operation.base();
        return base != null && !isPresent(base, object);
    }

    private Optional<Verdict.Refused> claim(Operation operation, String pointer) {
        Operation.Claim claim = operation.lock();
        if (claim == null) {
            return Optional.empty();
        }
        boolean held = surroundings
                .locks()
                .find(claim.name())
                .filter(lock -> lock.isHeldBy(author) && lock.token() == claim.token())
                .isPresent();
        return held
                ? Optional.empty()
                : Optional.of(Verdict.Refused.at(
                        ProblemType.PRECONDITION_FAILED,
                        pointer + "/lock",
                        "is not a lock that you hold by this token"));
    }

    private Optional<Verdict.Refused> guard(Operation operation, String pointer) {
        return ObjectPath.prefixes(operation.path())
                .flatMap(name -> surroundings.locks().find(name).stream())
                .filter(lock -> !lock.isHeldBy(author))
                .findFirst()
                .map(lock -> Verdict.Refused.at(
                        ProblemType.LOCKED,
                        pointer + "/path",
                        "is under the lock '" + lock.name() + "', which "
                                + lock.holder().handle() + " holds",
                        lock.heldBy()));
    }

    private Resolution resolved(
            Operation operation, String pointer, @Nullable RoomObject object, @Nullable JsonNode present) {
        long base = Objects.requireNonNull(operation.base());
        Conflict.Base seen = objects.version(operation.path(), base)
                .<Conflict.Base>map(value -> new Conflict.Base.Known(parsed(value.json(), pointer)))
                .orElseGet(Conflict.Base.Forgotten::new);
        Conflict conflict = new Conflict(operation, present, object == null ? 0 : object.version(), seen);
        String chosen = objects.rules().about(operation.path()).stream()
                .findFirst()
                .map(Rules.Rule::conflict)
                .orElse(ConflictResolvers.DEFAULT);
        return surroundings
                .resolvers()
                .find(chosen)
                .map(resolver -> resolver.resolve(conflict))
                .orElseGet(() -> new Resolution.Refuse(
                        "it has changed, and nothing decides such conflicts by '" + chosen + "'"));
    }

    /// What is not there may be known by its removal, or as nothing.
    private static boolean isPresent(long base, @Nullable RoomObject object) {
        if (object == null) {
            return base == 0;
        }
        return base == object.version() || (object.isRemoved() && base == 0);
    }

    private void change(
            String path, String pointer, @Nullable RoomObject before, @Nullable JsonNode value, @Nullable String json) {
        refused = value == null || json == null
                ? Optional.empty()
                : tooLarge(pointer, value, json).or(() -> unfit(path, pointer, value));
        int textBefore = before == null ? 0 : before.textLength();
        int textAfter = RoomObject.textLength(path, json);
        size += (json == null ? 0 : 1) - (before == null ? 0 : before.count());
        text += textAfter - textBefore;
        // What makes it smaller is always possible.
        if (refused.isEmpty() && textAfter > textBefore) {
            refused = full(pointer);
        }
        changes.add(new ObjectChange(path, json, before == null ? 0 : before.version()));
    }

    private Optional<Verdict.Refused> tooLarge(String pointer, JsonNode value, String json) {
        int size = json.getBytes(StandardCharsets.UTF_8).length;
        bytes += size;
        if (size > ObjectLimits.VALUE_BYTES_MAX) {
            return tooLarge(pointer, "makes a value of more than " + ObjectLimits.VALUE_BYTES_MAX + " bytes");
        }
        if (bytes > ObjectLimits.BATCH_BYTES_MAX) {
            return tooLarge(
                    pointer,
                    "makes values of more than " + ObjectLimits.BATCH_BYTES_MAX + " bytes, together with those before");
        }
        return Values.depth(value) > ObjectLimits.DEPTH_MAX
                ? tooLarge(pointer, "makes a value of more than " + ObjectLimits.DEPTH_MAX + " levels")
                : Optional.empty();
    }

    private Optional<Verdict.Refused> full(String pointer) {
        if (size > ObjectLimits.OBJECTS_MAX) {
            return tooLarge(pointer, "makes more than " + ObjectLimits.OBJECTS_MAX + " objects in the room");
        }
        return text > ObjectLimits.TEXT_MAX
                ? tooLarge(pointer, "makes more than " + ObjectLimits.TEXT_MAX + " characters of objects in the room")
                : Optional.empty();
    }

    private Optional<Verdict.Refused> unfit(String path, String pointer, JsonNode value) {
        int weight = Values.weight(value);
        for (Rules.Rule rule : objects.rules().about(path)) {
            ValueSchema schema = rule.schema();
            if (schema != null) {
                checks += (long) schema.weight() * weight;
                if (checks > CHECKS_MAX) {
                    return tooLarge(pointer, "is too much to check by the schema '" + rule.name() + "'");
                }
                Optional<ValueSchema.Fault> fault = schema.check(value);
                if (fault.isPresent()) {
                    return fault.map(found -> Verdict.Refused.at(
                            ProblemType.UNPROCESSABLE,
                            pointer + "/value" + found.pointer(),
                            found.what(),
                            new Broken(rule.name())));
                }
            }
        }
        return Optional.empty();
    }

    /// The schema that a value does not fit.
    record Broken(String schema) {}

    private static Optional<Verdict.Refused> tooLarge(String pointer, String what) {
        return Optional.of(Verdict.Refused.at(ProblemType.TOO_LARGE, pointer, what));
    }

    /// What is there, or was; nothing, and a refusal, if that is too much.
    private @Nullable JsonNode parsed(@Nullable String json, String pointer) {
        read += json == null ? 0 : json.length();
        if (json == null || refused.isPresent()) {
            return null;
        }
        if (read > READ_MAX) {
            refused = tooLarge(
                    pointer,
                    "needs values of more than " + READ_MAX + " characters to be read, together with those before");
            return null;
        }
        return Json.read(json, JsonNode.class);
    }
}
