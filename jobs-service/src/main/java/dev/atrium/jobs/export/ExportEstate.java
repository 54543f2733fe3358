package dev.atrium.jobs.export;

import dev.atrium.jobs.dissolution.Estate;
import dev.atrium.platform.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Exports of an organisation that was deleted expire after a while, if they have not yet.
@ApplicationScoped
class ExportEstate implements Estate {

    private static final int CHUNK = 100;

    private final InstantSource clock;

    ExportEstate(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public int forget(Connection connection, TenantId tenant) throws SQLException {
        Instant now = clock.instant();
        List<ExportKey> kept = ExportTable.keptBeyond(connection, tenant, now, CHUNK);
        for (ExportKey key : kept) {
            ExportTable.expireAt(connection, key, now);
        }
        return kept.size();
    }
}
