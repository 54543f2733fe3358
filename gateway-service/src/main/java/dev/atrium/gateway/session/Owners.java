package dev.atrium.gateway.session;

import dev.atrium.platform.identity.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Whose a session is: who comes with a refresh token has not said it.
@ApplicationScoped
class Owners {

    private static final String FIND = "select subject, tenant from find_session($1)";

    private static final String OF_PROVIDER = "select id, subject, tenant from sessions_of_provider($1, $2)";

    private final Pool pool;

    Owners(Pool pool) {
        this.pool = pool;
    }

    /// @param tenant where the identity provider says that the user belongs
    record Owner(String subject, TenantId tenant) {}

    record Owned(UUID session, Owner owner) {}

    /// Empty if there is no such session.
    Uni<Optional<Owner>> of(UUID session) {
        return pool.preparedQuery(FIND).execute(Tuple.of(session)).map(Owners::first);
    }

    /// Live sessions that came from one session of the provider, or all of a user.
    ///
    /// @param session the provider's name of it; null: all of the user
    /// @param subject null: whosever that session is
    Uni<List<Owned>> ofProvider(@Nullable String session, @Nullable String subject) {
        return pool.preparedQuery(OF_PROVIDER)
                .execute(Tuple.of(session, subject))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Owned(row.getUUID("id"), owner(row)))
                        .toList());
    }

    private static Owner owner(Row row) {
        return new Owner(row.getString("subject"), new TenantId(row.getString("tenant")));
    }

    private static Optional<Owner> first(RowSet<Row> rows) {
        for (Row row : rows) {
            return Optional.of(owner(row));
        }
        return Optional.empty();
    }
}
