package dev.atrium.jobs.notify;

import dev.atrium.jobs.sql.Together;
import dev.atrium.platform.fairness.Places;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/// Tells what jobs have to tell, without taking a connection for each of them while they wait for inboxes: what is for
/// few people goes in one transaction with what other jobs tell at the same time, and what is for many in pieces, of
/// which only some are told at a time.
@ApplicationScoped
public class JobNotifier {

    /// Up to so many recipients share a transaction with others.
    public static final int FEW = 5;

    /// So many are told in one transaction, so that no inbox is held for long.
    private static final int PIECE = 50;

    private static final int PIECES_AT_ONCE = 4;

    /// Longer than a try of a job.
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final DataSource dataSource;
    private final Notifier notifier;
    private final Places places = new Places(PIECES_AT_ONCE);
    private final Together<Some, Boolean> together = new Together<>(this::tellTogether);

    JobNotifier(DataSource dataSource, Notifier notifier) {
        this.dataSource = dataSource;
        this.notifier = notifier;
    }

    /// Whether something may be told.
    @FunctionalInterface
    public interface Condition {

        /// @param connection of the transaction in which it is told, which sees the tenant
        boolean holds(Connection connection) throws SQLException;
    }

    private record Some(TenantId tenant, Condition condition, List<Notifier.Telling> tellings) {}

    /// As [#tell(TenantId, Condition, List)] without a condition.
    public void tell(TenantId tenant, List<Notifier.Telling> tellings) throws SQLException, InterruptedException {
        tell(tenant, _ -> true, tellings);
    }

    /// Tells as [Notifier#addAll] does; returns when it is committed. If it fails, some may have been told.
    ///
    /// @param condition looked at in each transaction; where it does not hold nobody is told
    /// @throws InterruptedException while it waits to begin: what comes is not told
    public void tell(TenantId tenant, Condition condition, List<Notifier.Telling> tellings)
            throws SQLException, InterruptedException {
        if (tellings.size() > FEW) {
            for (int from = 0; from < tellings.size(); from += PIECE) {
                tellAlone(new Some(tenant, condition, tellings.subList(from, Math.min(from + PIECE, tellings.size()))));
            }
        } else if (!tellings.isEmpty()) {
            together.call(new Some(tenant, condition, tellings));
        }
    }

    private void tellAlone(Some some) throws SQLException, InterruptedException {
        if (!places.take(some.tenant().value(), PATIENCE)) {
            throw new IllegalStateException("others tell many people for minutes");
        }
        try {
            tellTogether(List.of(some));
        } finally {
            places.leave(some.tenant().value());
        }
    }

    private List<Boolean> tellTogether(List<Some> all) throws SQLException {
        // Inboxes are held in the order of tenants, too, so that two such transactions do not wait for each other.
        Map<String, List<Some>> byTenant = new TreeMap<>();
        all.forEach(some -> byTenant.computeIfAbsent(some.tenant().value(), _ -> new ArrayList<>())
                .add(some));
        TenantConnections.inTransaction(dataSource, connection -> {
            for (List<Some> ofOne : byTenant.values()) {
                TenantId tenant = ofOne.getFirst().tenant();
                TenantConnections.enter(connection, tenant);
                notifier.addAll(connection, tenant, tellings(connection, ofOne));
            }
            return true;
        });
        return Collections.nCopies(all.size(), true);
    }

    private static List<Notifier.Telling> tellings(Connection connection, List<Some> ofOne) throws SQLException {
        List<Notifier.Telling> tellings = new ArrayList<>();
        for (Some some : ofOne) {
            if (some.condition().holds(connection)) {
                tellings.addAll(some.tellings());
            }
        }
        return tellings;
    }
}
