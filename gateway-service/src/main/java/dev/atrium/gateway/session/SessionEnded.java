package dev.atrium.gateway.session;

import java.util.UUID;

/// A session has ended, here or at another gateway: told once, to whoever keeps open what it has
/// opened. Handlers do not block.
public record SessionEnded(UUID session) {}
