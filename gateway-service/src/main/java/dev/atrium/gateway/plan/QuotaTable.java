package dev.atrium.gateway.plan;

import dev.atrium.gateway.upkeep.Question;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.usage.Meter;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/// Which tenants are near the ends of their quotas.
@ApplicationScoped
class QuotaTable {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final String NEAR =
            "select tenant, plan, meter, most, amount from near_quotas($1, $2, $3, $4, $5, $6, $7)";

    private static final String DUE =
            "select tenant, plan, meter, most, amount from due_quota_warnings($1, $2, $3, $4, $5, $6, $7)";

    private final Pool pool;
    private final InstantSource clock;
    private final Plans plans;

    QuotaTable(Pool pool, InstantSource clock, Plans plans) {
        this.pool = pool;
        this.clock = clock;
        this.plans = plans;
    }

    /// @param most how much the plan allows
    /// @param used how much was used of it, or how much there is
    record Use(TenantId tenant, String plan, Meter meter, long most, long used) {}

    /// One limit of one plan.
    private record Quota(String plan, Meter meter, long most) {}

    /// All that are used up. Members are counted where they join.
    Uni<List<Use>> usedUp() {
        return ask(NEAR, 1.0);
    }

    /// All that are used to at least so many percent, and whose administrators were not told that yet.
    Uni<List<Use>> due(int percent) {
        return ask(DUE, percent);
    }

    private Uni<List<Use>> ask(String question, Object part) {
        List<Quota> quotas = quotas();
        if (quotas.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Tuple parameters = Tuple.tuple(List.of(
                part,
                Month.of(clock.instant()).start().atOffset(ZoneOffset.UTC),
                plans.standard().name(),
                quotas.stream().map(Quota::plan).toArray(String[]::new),
                quotas.stream().map(quota -> quota.meter().label()).toArray(String[]::new),
                quotas.stream().map(Quota::most).toArray(Long[]::new),
                quotas.stream().map(quota -> quota.meter().isLevel()).toArray(Boolean[]::new)));
        return Question.ask(pool, question, parameters, PATIENCE)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(QuotaTable::use)
                        .toList());
    }

    private List<Quota> quotas() {
        List<Quota> quotas = new ArrayList<>();
        for (Plan plan : plans.all()) {
            plan.limits().forEach((meter, most) -> {
                if (meter != Meter.MEMBERS) {
                    quotas.add(new Quota(plan.name(), meter, most));
                }
            });
        }
        return quotas;
    }

    private static Use use(Row row) {
        return new Use(
                new TenantId(row.getString("tenant")),
                row.getString("plan"),
                Meter.labelled(row.getString("meter")).orElseThrow(),
                row.getLong("most"),
                row.getLong("amount"));
    }
}
