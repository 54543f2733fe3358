package dev.atrium.gateway.invitation;

import dev.atrium.platform.identity.Caller;
import org.jspecify.annotations.Nullable;

/// Somebody who wants to come in.
///
/// @param email that its provider has verified; null: it has verified none
record Invitee(Caller person, @Nullable String email) {}
