package dev.atrium.room.access;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import java.time.Instant;

/// What all events of a room have in common.
///
/// @param by who makes it happen
public record Stamp(TenantId tenant, String room, long sequence, Instant at, Actor by) {}
