package dev.atrium.gateway.plan;

import dev.atrium.gateway.upkeep.Chore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/// Gives subscriptions the plans that are sold under their prices now: what is configured may have changed since they
/// were told of.
@ApplicationScoped
class Pricing implements Chore {

    private static final Logger LOG = Logger.getLogger(Pricing.class);
    private static final String PRICE = "select price_subscriptions($1, $2) as changed";

    private final Pool pool;
    private final Plans plans;

    Pricing(Pool pool, Plans plans) {
        this.pool = pool;
        this.plans = plans;
    }

    @Override
    public String name() {
        return "price subscriptions";
    }

    @Override
    public Uni<?> run() {
        List<Map.Entry<String, Plan>> sold = plans.sold().entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Plan.BY_EXTENT))
                .toList();
        Tuple parameters = Tuple.tuple(List.of(
                sold.stream().map(Map.Entry::getKey).toArray(String[]::new),
                sold.stream().map(one -> one.getValue().name()).toArray(String[]::new)));
        return pool.preparedQuery(PRICE)
                .execute(parameters)
                .map(rows -> rows.iterator().next().getLong("changed"))
                .invoke(changed -> {
                    if (changed > 0) {
                        LOG.infof("subscriptions have another plan, as is configured now: count=%d", changed);
                    }
                });
    }
}
