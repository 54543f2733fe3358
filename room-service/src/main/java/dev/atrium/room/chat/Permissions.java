package dev.atrium.room.chat;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.Restorer;
import dev.atrium.platform.roomlog.RoomEvent.AccessChange;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.room.access.RoomAccess;
import dev.atrium.room.access.Ruling;
import dev.atrium.room.access.Stamp;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who may do what in a room: decides about changes, and follows the log. What is decided while a change is on its way
/// comes after it in the log, and is therefore decided as if the change counted.
final class Permissions {

    private static final Decision.Refused ARCHIVED =
            new Decision.Refused(ProblemType.ROOM_ARCHIVED, "The room is archived: it is read, and takes nothing new.");

    private @Nullable RoomAccess access;
    /// As it will be when the log has confirmed what was decided about it; null where nothing is on its way.
    private @Nullable RoomAccess foreseen;
    private int foreseenChanges;

    /// Takes what holds now; the room exists from then on.
    void load(RoomAccess present) {
        access = present;
    }

    /// What counts; empty if the room does not exist.
    Optional<RoomAccess> access() {
        return Optional.ofNullable(access);
    }

    /// Whether there is the room, also once the log has confirmed what was decided.
    boolean isThere() {
        RoomAccess present = foreseen();
        return present != null && !present.settings().deleted();
    }

    Optional<Role> roleOf(Caller caller, Instant now) {
        return access().flatMap(present -> present.roleOf(caller, now));
    }

    /// Why somebody may not do what needs a role.
    Optional<Decision> mayNot(Actor author, Role needed, Instant now) {
        RoomAccess present = foreseen();
        Optional<Role> role = present == null ? Optional.empty() : present.roleOf(author.subject(), now);
        if (role.isEmpty()) {
            return Optional.of(Decision.Refused.NOT_FOUND);
        }
        return role.get().isAtLeast(needed) ? Optional.empty() : Optional.of(Decision.Refused.needs(needed));
    }

    /// As [#mayNot], for what changes what the room holds: that is over while it is archived, for all.
    Optional<Decision> mayNotWrite(Actor author, Role needed, Instant now) {
        return mayNot(author, needed, now).or(this::whileArchived);
    }

    /// Why nothing new is taken, if the room is archived.
    Optional<Decision> whileArchived() {
        RoomAccess present = foreseen();
        return present != null && present.settings().archived() ? Optional.of(ARCHIVED) : Optional.empty();
    }

    /// Whether the room's history is being brought back: nobody has it yet.
    boolean isBeingRestored(Instant now) {
        RoomAccess present = foreseen();
        return present != null && present.roleOf(Restorer.SUBJECT, now).equals(Optional.of(Role.OWNER));
    }

    /// @param stamp of the event, if there will be one
    Decision change(Command.ChangeAccess change, Stamp stamp) {
        RoomAccess present = foreseen();
        if (present == null) {
            return Decision.Refused.NOT_FOUND;
        }
        return switch (present.rule(change.wish(), stamp)) {
            case Ruling.Change(AccessChange event) -> {
                foresee(present, event);
                yield new Decision.Append(event);
            }
            case Ruling.Nothing _ -> new Decision.Nothing();
            case Ruling.Hidden _ -> Decision.Refused.NOT_FOUND;
            case Ruling.Refused refusal -> Decision.Refused.of(refusal);
        };
    }

    private void foresee(RoomAccess present, AccessChange event) {
        RoomAccess next = foreseen == null ? present.copy() : foreseen;
        next.apply(event);
        foreseen = next;
        foreseenChanges++;
    }

    /// @throws IllegalStateException if the room does not exist
    void apply(AccessChange event) {
        access().orElseThrow(() -> new IllegalStateException("room " + event.room() + " does not exist"))
                .apply(event);
        foreseenChanges = Math.max(0, foreseenChanges - 1);
        if (foreseenChanges == 0) {
            foreseen = null;
        }
    }

    /// What was decided and not applied will never be.
    void forgetPredictions() {
        foreseen = null;
        foreseenChanges = 0;
    }

    long sizeBytes() {
        return access == null ? 0 : access.sizeBytes();
    }

    private @Nullable RoomAccess foreseen() {
        return foreseen == null ? access : foreseen;
    }
}
