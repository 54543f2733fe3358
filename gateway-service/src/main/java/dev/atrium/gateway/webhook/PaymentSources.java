package dev.atrium.gateway.webhook;

import dev.atrium.gateway.upkeep.Chore;
import dev.atrium.platform.identity.Operator;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.tenancy.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/// Says in the log, once since the start, who may say what tenants have paid for: each source of payments
/// of the operator's, which may be older than what is demanded of those who register one.
@ApplicationScoped
class PaymentSources implements Chore {

    private static final Logger LOG = Logger.getLogger(PaymentSources.class);
    private static final String SELECT =
            "select id, created_by, created_at from webhook_sources where type = $1 order by id";

    private final Pool pool;
    private final Operator operator;
    private final Set<UUID> told = ConcurrentHashMap.newKeySet();

    PaymentSources(Pool pool, Operator operator) {
        this.pool = pool;
        this.operator = operator;
    }

    @Override
    public String name() {
        return "tell of sources of payments";
    }

    @Override
    public Uni<Void> run() {
        return operator.tenant()
                .map(this::read)
                .orElseGet(() -> Uni.createFrom().nullItem())
                .replaceWithVoid();
    }

    private Uni<RowSet<Row>> read(TenantId tenant) {
        return TenantSql.inTenant(
                        pool,
                        tenant,
                        connection -> connection.preparedQuery(SELECT).execute(Tuple.of(SourceType.PAYMENT.name())))
                .invoke(rows -> rows.forEach(this::tell));
    }

    private void tell(Row row) {
        if (told.add(row.getUUID("id"))) {
            LOG.infof(
                    "a source says what tenants have paid for: object=%s user=%s since=%s",
                    row.getUUID("id"), row.getString("created_by"), row.getOffsetDateTime("created_at"));
        }
    }
}
