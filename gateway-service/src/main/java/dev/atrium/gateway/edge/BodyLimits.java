package dev.atrium.gateway.edge;

import dev.atrium.gateway.policy.BodyLimit;
import dev.atrium.gateway.policy.Route;

/// How many bytes the bodies of requests may have, as far as that is configured.
///
/// @param upload for files
/// @param backup for archives of backups
public record BodyLimits(long upload, long backup) {

    public static BodyLimits of(EdgeConfig config) {
        return new BodyLimits(
                config.maxUpload().asLongValue(), config.maxBackup().asLongValue());
    }

    /// The most bytes of a body that is sent to the route.
    public long of(Route route) {
        BodyLimit limit = route.body();
        if (limit == BodyLimit.UPLOAD) {
            return upload;
        }
        return limit == BodyLimit.BACKUP ? backup : limit.bytes();
    }
}
