package dev.atrium.gateway.apikey;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What somebody may say about a key that is to be made; nothing of it is needed.
///
/// @param label what the key is for, for its owner's list
/// @param scopes what the key shall allow, at most what its maker may; absent: all of that, outside of an
///     organisation without `organisations:write`
/// @param expiresAt from when on it is refused, within ten years; absent, or later than that: when its
///     maker's key ends
public record NewKey(
        @Pattern(regexp = KeyChange.LABEL, message = KeyChange.LABEL_FORM) @Nullable
        String label,

        @Size(min = 1, max = 50) @Nullable Set<@NotNull String> scopes,
        @Nullable Instant expiresAt) {

    static final NewKey UNSPECIFIED = new NewKey(null, null, null);
}
