package dev.atrium.jobs.notify.mail;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atrium.jobs.notify.Category;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An address that gets no mail.
///
/// @param category about what; null: about nothing
/// @param reason `bounce` (its server refuses it), `complaint` (its owner takes mail for spam), `unsubscribe`, or
/// `manual`
///     (an admin wants none sent there)
/// @param detail what the server, or the admin, said; null: nothing
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Suppression(
        UUID id,
        String email,
        @Nullable Category category,
        String reason,
        @Nullable String detail,
        Instant createdAt) {}
