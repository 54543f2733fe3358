package dev.atrium.gateway.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A session as its owner sees it.
///
/// @param organisation in which the user works in it
/// @param lastSeenAt when it fetched a token last
/// @param expiresAt when it ends if it fetches no further one
/// @param current whether the request came with it
@Schema(name = "Session")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Session(
        UUID id,
        @Schema(examples = "Firefox on Linux") String userAgent,
        @Schema(examples = "203.0.113.0/24") String address,
        @Nullable String organisation,
        Instant createdAt,
        Instant lastSeenAt,
        Instant expiresAt,
        boolean current) {

    static Session of(SessionRow row, @Nullable UUID current) {
        return new Session(
                row.id,
                row.userAgent,
                row.address,
                row.organisation,
                row.createdAt,
                row.lastSeenAt,
                row.validUntil,
                row.id.equals(current));
    }
}
