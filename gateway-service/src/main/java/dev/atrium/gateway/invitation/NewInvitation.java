package dev.atrium.gateway.invitation;

import dev.atrium.gateway.policy.Role;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Whom to invite, and as what.
///
/// @param role at most one's own
/// @param teams ids of teams of the organisation; absent: none
public record NewInvitation(
        @NotNull @Email @NotBlank @Size(max = 254) String email,
        @NotNull Role role,
        @Size(max = 20) @Nullable Set<@NotNull UUID> teams) {

    /// The teams in a stable order.
    List<UUID> teamIds() {
        return teams == null ? List.of() : List.copyOf(new TreeSet<>(teams));
    }
}
