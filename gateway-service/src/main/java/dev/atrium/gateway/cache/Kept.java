package dev.atrium.gateway.cache;

import java.time.Instant;

/// A value that is there.
///
/// @param expiresAt when it is forgotten
record Kept(Value value, Instant expiresAt) {}
