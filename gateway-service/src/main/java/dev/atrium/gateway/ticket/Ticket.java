package dev.atrium.gateway.ticket;

import dev.atrium.platform.identity.Caller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a ticket stands for.
///
/// @param caller who got it
/// @param keyHash hash of the API key that it was got with, which must still be valid when the ticket
///     is used; null if it was got with something else
/// @param session in which it was got, which must not have ended then; null if it was got in none
public record Ticket(
        Caller caller, @Nullable String keyHash, @Nullable UUID session) {}
