package dev.atrium.jobs.restore;

import dev.atrium.platform.identity.Actor;
import java.util.UUID;

/// What is to be brought back.
///
/// @param restore its id
/// @param by who gets the rooms
/// @param dryRun whether only to tell what would happen
public record RestoreInput(UUID restore, UUID backup, Actor by, boolean dryRun) {}
