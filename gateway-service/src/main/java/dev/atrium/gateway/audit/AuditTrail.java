package dev.atrium.gateway.audit;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.tenancy.TenantSql;
import dev.atrium.platform.web.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.StreamSupport;

/// Shows what was written down. Administrators see all that was done in their organisation; everybody else,
/// and in `commons` everybody, sees what they did themselves.
@ApplicationScoped
class AuditTrail {

    private static final String SELECT =
            "select tenant, seq, time, actor, action, target, outcome, request, detail, hash" + " from audit where "
                    + AuditFilter.CONDITION + " and seq < $6 order by seq desc limit $7";

    private final Pool pool;

    AuditTrail(Pool pool) {
        this.pool = pool;
    }

    /// Newest first.
    Uni<Page<Entry>> list(Caller caller, AuditFilter filter, PageRequest page) {
        if (caller.isAdmin()) {
            return list(caller.tenant(), filter, page);
        }
        return filter.actor() != null && !filter.actor().equals(caller.subject())
                ? Uni.createFrom().item(new Page<>(List.of(), null))
                : list(caller.tenant(), filter.by(caller.subject()), page);
    }

    /// What anybody did in a tenant, newest first.
    ///
    /// @throws ProblemException `invalid-request` for a cursor that is none, at once
    Uni<Page<Entry>> list(TenantId tenant, AuditFilter filter, PageRequest page) {
        long before = page.after(Long::parseLong).orElse(Long.MAX_VALUE);
        Tuple parameters = Tuple.tuple()
                .addString(filter.actor())
                .addString(filter.action())
                .addString(filter.target())
                .addOffsetDateTime(filter.from())
                .addOffsetDateTime(filter.to())
                .addLong(before)
                .addInteger(page.limitPlusOne());
        return TenantSql.inTenant(
                        pool,
                        tenant,
                        connection -> connection.preparedQuery(SELECT).execute(parameters))
                .map(AuditTrail::entries)
                .map(entries -> page.cut(entries, entry -> Long.toString(entry.seq())));
    }

    private static List<Entry> entries(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Entry(
                        row.getString("tenant"),
                        row.getLong("seq"),
                        row.getOffsetDateTime("time").toInstant(),
                        row.getString("actor"),
                        row.getString("action"),
                        row.getString("target"),
                        row.getString("outcome"),
                        row.getString("request"),
                        row.getString("detail"),
                        row.getString("hash")))
                .toList();
    }
}
