package dev.atrium.jobs.moderation.rule;

import dev.atrium.platform.problem.ProblemException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The body that makes a rule, or changes one: then what is null stays as it is.
///
/// @param room id of the room for which it holds; null: all rooms of the organisation. Never changes
/// @param name 1 to 100 characters, for moderators
/// @param check what is looked for
/// @param action `flag` or `hold`; a hook says itself what is to be done
/// @param enabled whether it is looked at; the default is that it is
public record RuleRequest(
        @Nullable String room,
        @Nullable String name,
        @Nullable Check check,
        @Nullable String action,
        @Nullable Boolean enabled) {

    static final RuleRequest EMPTY = new RuleRequest(null, null, null, null, null);

    private static final int LONGEST_NAME = 100;

    /// @throws ProblemException `invalid-request` that names what is wrong with what is there
    RuleRequest validated() {
        if (room != null && !isId(room)) {
            throw ProblemException.invalidProperty("/room", "must be the id of a room");
        }
        if (name != null
                && (name.isBlank()
                        || name.codePointCount(0, name.length()) > LONGEST_NAME
                        || name.chars().anyMatch(Character::isISOControl))) {
            throw ProblemException.invalidProperty(
                    "/name", "must be 1 to " + LONGEST_NAME + " characters, none of them a control character");
        }
        if (check != null) {
            check.validate();
        }
        parsedAction();
        return this;
    }

    String requiredName() {
        return Optional.ofNullable(name).orElseThrow(() -> ProblemException.invalidProperty("/name", "is required"));
    }

    Check requiredCheck() {
        return Optional.ofNullable(check).orElseThrow(() -> ProblemException.invalidProperty("/check", "is required"));
    }

    /// Empty if the body does not say it.
    Optional<Action> parsedAction() {
        if (action == null) {
            return Optional.empty();
        }
        return switch (action) {
            case "flag" -> Optional.of(Action.FLAG);
            case "hold" -> Optional.of(Action.HOLD);
            default -> throw ProblemException.invalidProperty("/action", "must be 'flag' or 'hold'");
        };
    }

    private static boolean isId(String text) {
        try {
            return UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
