package dev.atrium.gateway.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.atrium.platform.identity.Caller;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What a member may in an organisation (GW-7), from the least to the most; each may what those before
/// it may. The one place where a role becomes roles and scopes of the internal identity.
public enum Role {
    /// Reads.
    @JsonProperty("viewer")
    VIEWER,
    /// Writes messages.
    @JsonProperty("commenter")
    COMMENTER,
    /// Writes rooms, files, jobs and cached values, makes keys, and notifies others.
    @JsonProperty("editor")
    EDITOR,
    /// Manages members, teams, invitations, users and webhook sources, and sees what all did.
    @JsonProperty("admin")
    ADMIN,
    /// Gives the organisation away, and deletes it. There is always one.
    @JsonProperty("owner")
    OWNER;

    /// What one does to one's own notifications, sessions and preferences concerns nobody else.
    private static final Set<String> VIEWING =
            with(Scopes.READING, Scopes.NOTIFICATIONS_WRITE, Scopes.SESSIONS_WRITE, Scopes.PREFERENCES_WRITE);

    private static final Set<String> COMMENTING = with(VIEWING, Scopes.MESSAGES_WRITE);
    private static final Set<String> EDITING = with(
            COMMENTING,
            Scopes.ROOMS_WRITE,
            Scopes.FILES_WRITE,
            Scopes.JOBS_WRITE,
            Scopes.CACHE_WRITE,
            Scopes.KEYS_WRITE,
            Scopes.NOTIFICATIONS_SEND);

    /// The role with this label.
    ///
    /// @throws IllegalArgumentException if there is none
    public static Role labelled(String label) {
        return Arrays.stream(values())
                .filter(role -> role.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such role"));
    }

    /// As in the API and in tables.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isAtLeast(Role other) {
        return compareTo(other) >= 0;
    }

    /// The roles of the internal identity. An owner is an administrator to all services.
    public Set<String> roles() {
        return this == OWNER ? Set.of(OWNER.label(), ADMIN.label()) : Set.of(label());
    }

    /// What a member's credentials allow at most.
    public Set<String> scopes() {
        return switch (this) {
            case VIEWER -> VIEWING;
            case COMMENTER -> COMMENTING;
            case EDITOR -> EDITING;
            case ADMIN, OWNER -> Scopes.ALL;
        };
    }

    /// Somebody signed in, as a member with this role.
    public Caller in(Caller person) {
        return new Caller(person.subject(), person.tenant(), person.handle(), roles(), scopes(), person.expiresAt());
    }

    /// Of some scopes those that the role allows.
    public Set<String> within(Set<String> granted) {
        return granted.stream().filter(scopes()::contains).collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> with(Set<String> some, String... more) {
        Set<String> all = new HashSet<>(some);
        all.addAll(Set.of(more));
        return Set.copyOf(all);
    }
}
