package dev.atrium.gateway.session;

import dev.atrium.platform.identity.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/// Whose a session is: who comes with a refresh token has not said it.
@ApplicationScoped
class Owners {

    private static final String FIND = "select subject, tenant from find_session($1)";

    private final Pool pool;

    Owners(Pool pool) {
        this.pool = pool;
    }

    /// @param tenant where the identity provider says that the user belongs
    record Owner(String subject, TenantId tenant) {}

    /// Empty if there is no such session.
    Uni<Optional<Owner>> of(UUID session) {
        return pool.preparedQuery(FIND).execute(Tuple.of(session)).map(Owners::first);
    }

    private static Optional<Owner> first(RowSet<Row> rows) {
        for (Row row : rows) {
            return Optional.of(new Owner(row.getString("subject"), new TenantId(row.getString("tenant"))));
        }
        return Optional.empty();
    }
}
