package dev.atrium.gateway.plan;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atrium.gateway.edge.SameContext;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.tenancy.TenantSql;
import dev.atrium.platform.usage.Meter;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Reads what tenants have used of their plans.
@ApplicationScoped
class Balances {

    /// For so long what was read is believed where something is to be allowed or not.
    static final Duration BELIEVED = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final long CACHED_MAX = 10_000;

    /// A row per meter, at least one.
    private static final String SELECT = """
            select plan_of($1, $2) as plan, u.meter, u.amount
            from (select 1) as one left join (
                select meter, amount from usage
                where tenant = $1 and subject = $3
                  and (grain = 'month' and start = $4 and meter <> $5 or grain = 'total' and meter = $5)
                union all
                select $6::text, count(*) from memberships where tenant = $1
            ) as u on true
            """;

    private final Pool pool;
    private final Plans plans;
    private final InstantSource clock;
    private final AsyncCache<TenantId, Balance> believed = Caffeine.newBuilder()
            .expireAfterWrite(BELIEVED)
            .maximumSize(CACHED_MAX)
            .buildAsync();

    Balances(Pool pool, Plans plans, InstantSource clock) {
        this.pool = pool;
        this.plans = plans;
        this.clock = clock;
    }

    /// As it is now.
    ///
    /// @param subject in the commons whose it is; else empty
    Uni<Balance> read(TenantId tenant, String subject) {
        Tuple parameters = Tuple.tuple()
                .addString(tenant.value())
                .addString(plans.standard().name())
                .addString(subject)
                .addOffsetDateTime(Month.of(clock.instant()).start().atOffset(ZoneOffset.UTC))
                .addString(Meter.STORED_BYTES.label())
                .addString(Meter.MEMBERS.label());
        return TenantSql.inTenant(
                        pool,
                        tenant,
                        connection -> connection.preparedQuery(SELECT).execute(parameters))
                .map(this::balance);
    }

    /// As it was at most [#BELIEVED] ago. Fails with a [ProblemException] `unavailable` if the database does
    /// not answer. The item arrives on the Vert.x context of the subscriber.
    Uni<Balance> recent(TenantId tenant) {
        return SameContext.share(() -> believed.get(tenant, (one, _) -> ask(one)));
    }

    private CompletableFuture<Balance> ask(TenantId tenant) {
        return read(tenant, "")
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .transform(e -> new ProblemException(
                        ProblemType.UNAVAILABLE, "The quotas of your plan cannot be checked at the moment.", e))
                .subscribeAsCompletionStage();
    }

    private Balance balance(RowSet<Row> rows) {
        Plan plan = plans.standard();
        Map<Meter, Long> used = new EnumMap<>(Meter.class);
        for (Row row : rows) {
            plan = plans.named(row.getString("plan"));
            Meter.labelled(row.getString("meter")).ifPresent(meter -> used.put(meter, row.getLong("amount")));
        }
        return new Balance(plan, used);
    }
}
