package dev.atrium.gateway.webhook;

import io.smallrye.mutiny.Uni;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who is answerable for what a source delivers.
public final class SourceOwners {

    private SourceOwners() {}

    /// In the running transaction, and of its tenant.
    ///
    /// @param source id of a source
    /// @return subject of who registered it; null if there is no such source any more
    public static Uni<@Nullable String> of(String source) {
        return SourceRow.<SourceRow>findById(UUID.fromString(source)).map(row -> row == null ? null : row.createdBy);
    }
}
