package dev.atrium.gateway.webhook;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atrium.gateway.edge.SameContext;
import dev.atrium.platform.event.Event.WebhookReceived.Errand;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Operator;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.seal.Seal;
import dev.atrium.platform.web.Json;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Finds the source that a delivery names. What was found is believed for a second, also that there is
/// no such source; a failure is never kept.
@ApplicationScoped
class SourceLookup {

    private static final Logger LOG = Logger.getLogger(SourceLookup.class);
    private static final String FIND =
            "select tenant, scheme, type, created_by, sealed, name, action, action_by, action_handle"
                    + " from find_webhook_source_and_action($1, $2)";
    private static final Duration BELIEVE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final long MAX_CACHED = 10_000;

    private final Pool pool;
    private final Seal seal;
    private final Operator operator;
    private final AsyncCache<UUID, Optional<KnownSource>> known = Caffeine.newBuilder()
            .expireAfterWrite(BELIEVE)
            .maximumSize(MAX_CACHED)
            .buildAsync();

    SourceLookup(Pool pool, Seal seal, Operator operator) {
        this.pool = pool;
        this.seal = seal;
        this.operator = operator;
    }

    /// Fails with a [ProblemException] `unavailable` if the database does not answer.
    Uni<Optional<KnownSource>> find(UUID id) {
        return SameContext.share(() -> known.get(id, (source, _) -> ask(source)));
    }

    /// Forgets what was read about a source, because it was just changed here.
    void forget(UUID id) {
        known.synchronous().invalidate(id);
    }

    private CompletableFuture<Optional<KnownSource>> ask(UUID id) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(id, operator.name()))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .map(rows -> first(id, rows))
                .onFailure()
                .transform(e ->
                        new ProblemException(ProblemType.UNAVAILABLE, "Webhooks cannot be checked at the moment.", e))
                .subscribeAsCompletionStage();
    }

    private Optional<KnownSource> first(UUID id, RowSet<Row> rows) {
        for (Row row : rows) {
            return Optional.of(new KnownSource(
                    id,
                    new TenantId(row.getString("tenant")),
                    Scheme.valueOf(row.getString("scheme")),
                    SourceType.valueOf(row.getString("type")),
                    row.getString("created_by"),
                    errand(row),
                    open(id, row.getArrayOfStrings("sealed"))));
        }
        return Optional.empty();
    }

    private static Errand errand(Row row) {
        @Nullable String json = row.getString("action");
        @Nullable String by = row.getString("action_by");
        SourceAction action = json == null ? SourceAction.NONE : Json.read(json, SourceAction.class);
        return new Errand(
                row.getString("name"),
                row.getString("created_by"),
                by == null ? null : new Actor(by, row.getString("action_handle")),
                action.roomMessage(),
                action.workflowEvent());
    }

    /// A secret that cannot be opened does not keep the others from fitting.
    private List<String> open(UUID id, String[] sealed) {
        List<String> secrets = Arrays.stream(sealed)
                .flatMap(text -> seal.open(text, Sources.place(id)).stream())
                .toList();
        if (secrets.size() < sealed.length) {
            LOG.errorf(
                    "%d of %d secrets of webhook source %s cannot be opened: a key is missing from gateway-data.key",
                    sealed.length - secrets.size(), sealed.length, id);
        }
        if (secrets.isEmpty()) {
            throw new IllegalStateException("no secret of webhook source " + id + " can be opened");
        }
        return secrets;
    }
}
