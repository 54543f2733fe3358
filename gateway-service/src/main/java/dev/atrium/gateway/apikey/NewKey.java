package dev.atrium.gateway.apikey;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What somebody may say about a key that is to be made; nothing of it is needed.
///
/// @param label what the key is for, for its owner's list
/// @param scopes what the key shall allow, at most what its maker may; absent: all of that
/// @param expiresInDays after how many days it is refused; absent: when its maker's key is, or never
public record NewKey(
        @Size(min = 1, max = 100) @Nullable String label,
        @Size(min = 1, max = 50) @Nullable Set<@NotNull String> scopes,
        @Min(1) @Max(3_650) @Nullable Integer expiresInDays) {

    static final NewKey UNSPECIFIED = new NewKey(null, null, null);
}
