package dev.atrium.gateway.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// The tokens of a session.
///
/// @param id of the session
/// @param token give it as `Authorization: Bearer`; null for browsers, whose tokens are in cookies
/// @param refreshToken gets the next ones from `POST /api/session/refresh`, once; null for browsers
/// @param refreshExpiresInSeconds after this it gets nothing any more
@Schema(name = "IssuedTokens")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IssuedTokens(
        UUID id,
        @Nullable String token,
        @Schema(examples = "300") long expiresInSeconds,
        @Schema(examples = "mar_…") @Nullable String refreshToken,
        @Schema(examples = "604800") long refreshExpiresInSeconds) {

    static IssuedTokens of(Grant grant) {
        return new IssuedTokens(
                grant.session(),
                grant.token(),
                grant.tokenLife().toSeconds(),
                grant.refreshToken(),
                grant.refreshLife().toSeconds());
    }

    static IssuedTokens inCookies(Grant grant) {
        return new IssuedTokens(
                grant.session(),
                null,
                grant.tokenLife().toSeconds(),
                null,
                grant.refreshLife().toSeconds());
    }

    /// Does not show the tokens.
    @Override
    public String toString() {
        return "IssuedTokens[" + id + "]";
    }
}
