package dev.atrium.room.http.access;

import dev.atrium.platform.roomlog.RoomEvent.Role;
import jakarta.validation.constraints.NotNull;

/// The body that gives a team a role.
///
/// @param role viewer, commenter, editor or owner
record NewTeamRole(@NotNull Role role) {}
