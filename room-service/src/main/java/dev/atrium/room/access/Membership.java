package dev.atrium.room.access;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.roomlog.RoomEvent.Role;

/// Somebody who belongs to a room.
public record Membership(Actor who, Role role) {}
