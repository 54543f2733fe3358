package dev.atrium.room.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.atrium.platform.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads operations as clients write them. What it gives is within [ObjectLimits].
public final class OperationReader {

    private static final Set<String> COMMON = Set.of("op", "path", "base", "lock");
    private static final int LOCK_NAME_MAX = 100;

    private final List<Operation> operations = new ArrayList<>();
    private final Set<String> paths = new HashSet<>();
    private Optional<Verdict.Refused> refused = Optional.empty();

    /// @param list what the property `operations` holds; null if there is none
    public OperationReader(@Nullable JsonNode list) {
        JsonNode all = list == null ? MissingNode.getInstance() : list;
        if (!all.isArray() || all.isEmpty() || all.size() > ObjectLimits.OPERATIONS_MAX) {
            invalid("/operations", "must be a list of 1 to " + ObjectLimits.OPERATIONS_MAX + " operations");
            return;
        }
        for (int i = 0; i < all.size() && refused.isEmpty(); i++) {
            read(all.get(i), "/operations/" + i);
        }
    }

    /// Why they cannot be taken; empty if they can.
    public Optional<Verdict.Refused> refused() {
        return refused;
    }

    /// @throws IllegalStateException if they cannot be taken
    public List<Operation> operations() {
        if (refused.isPresent()) {
            throw new IllegalStateException(refused.get().detail());
        }
        return List.copyOf(operations);
    }

    private void read(JsonNode operation, String pointer) {
        String name = operation.path("op").asText();
        String path = path(operation, pointer);
        Long base = base(operation, pointer);
        Operation.Claim lock = lock(operation.path("lock"), pointer + "/lock");
        switch (name) {
            case "put" -> {
                only(operation, pointer, "value");
                value(operation, pointer).ifPresent(value -> add(new Operation.Put(path, value, base, lock)));
            }
            case "merge" -> {
                only(operation, pointer, "value");
                value(operation, pointer).ifPresent(patch -> add(new Operation.Merge(path, patch, base, lock)));
            }
            case "remove" -> {
                only(operation, pointer, "op");
                add(new Operation.Remove(path, base, lock));
            }
            default -> invalid(pointer + "/op", "must be 'put', 'merge' or 'remove'");
        }
    }

    private void add(Operation operation) {
        operations.add(operation);
    }

    private String path(JsonNode operation, String pointer) {
        JsonNode path = operation.path("path");
        if (!path.isTextual()) {
            invalid(pointer + "/path", "must be a text");
            return "";
        }
        ObjectPath.fault(path.textValue()).ifPresent(fault -> invalid(pointer + "/path", fault));
        if (!paths.add(path.textValue())) {
            invalid(pointer + "/path", "is named twice");
        }
        return path.textValue();
    }

    private @Nullable Long base(JsonNode operation, String pointer) {
        JsonNode base = operation.path("base");
        if (base.isMissingNode() || base.isNull()) {
            return null;
        }
        if (!base.isIntegralNumber() || !base.canConvertToLong() || base.longValue() < 0) {
            invalid(pointer + "/base", "must be a version, or 0 for nothing");
        }
        return base.longValue();
    }

    private Operation.@Nullable Claim lock(JsonNode lock, String pointer) {
        if (lock.isMissingNode() || lock.isNull()) {
            return null;
        }
        JsonNode name = lock.path("name");
        JsonNode token = lock.path("token");
        boolean named = name.isTextual()
                && !name.textValue().isEmpty()
                && name.textValue().length() <= 2 * LOCK_NAME_MAX;
        if (!named || !token.isIntegralNumber() || !token.canConvertToLong() || lock.size() != 2) {
            invalid(pointer, "must have the name of a lock, its token, and nothing else");
        }
        return new Operation.Claim(name.asText(), token.asLong());
    }

    private Optional<JsonNode> value(JsonNode operation, String pointer) {
        JsonNode value = operation.path("value");
        if (value.isMissingNode()) {
            invalid(pointer + "/value", "must be there; null is a value, too");
            return Optional.empty();
        }
        if (Values.depth(value) > ObjectLimits.DEPTH_MAX) {
            refuse(
                    ProblemType.TOO_LARGE,
                    pointer + "/value",
                    "must have at most " + ObjectLimits.DEPTH_MAX + " levels");
            return Optional.empty();
        }
        String json = value.toString();
        if (!Values.isFinite(value)) {
            invalid(pointer + "/value", "must not have numbers that are too large");
        } else if (!StandardCharsets.UTF_8.newEncoder().canEncode(json)) {
            invalid(pointer + "/value", "must not contain broken Unicode");
        } else if (json.getBytes(StandardCharsets.UTF_8).length > ObjectLimits.VALUE_BYTES_MAX) {
            refuse(
                    ProblemType.TOO_LARGE,
                    pointer + "/value",
                    "must have at most " + ObjectLimits.VALUE_BYTES_MAX + " bytes");
        }
        return Optional.of(value);
    }

    private void only(JsonNode operation, String pointer, String also) {
        operation.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !COMMON.contains(name) && !name.equals(also))
                .findFirst()
                .ifPresent(name -> invalid(pointer + "/" + name, "is not a property of this operation"));
    }

    private void invalid(String pointer, String what) {
        refuse(ProblemType.INVALID_REQUEST, pointer, what);
    }

    /// The first fault is told.
    private void refuse(ProblemType type, String pointer, String what) {
        if (refused.isEmpty()) {
            refused = Optional.of(Verdict.Refused.at(type, pointer, what));
        }
    }
}
