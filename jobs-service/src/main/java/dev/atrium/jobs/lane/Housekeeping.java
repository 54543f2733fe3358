package dev.atrium.jobs.lane;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/// Runs each [Chore] on one node of the cluster at a time.
@ApplicationScoped
public final class Housekeeping {

    private static final Logger LOG = Logger.getLogger(Housekeeping.class);

    private final Scheduler scheduler;

    Housekeeping(
            @io.quarkus.agroal.DataSource(Lanes.CONNECTIONS) DataSource dataSource,
            LaneConfig config,
            @All List<Chore> chores) {
        this.scheduler = Scheduler.create(dataSource)
                .startTasks(chores.stream().map(Housekeeping::task).toList())
                .tableName("execution_housekeeping")
                .jdbcCustomization(new PostgreSqlJdbcCustomization(false, false))
                .threads(Math.max(1, chores.size()))
                .executorService(Executors.newVirtualThreadPerTaskExecutor())
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(config.poll())
                .heartbeatInterval(config.heartbeat())
                .missedHeartbeatsLimit(config.missedHeartbeats())
                .shutdownMaxWait(config.stopGrace())
                .deleteUnresolvedAfter(Lane.NEVER)
                .build();
    }

    void start(@Observes StartupEvent event) {
        scheduler.start();
    }

    void stop(@Observes @Priority(100) ShutdownEvent event) {
        scheduler.stop();
    }

    private static RecurringTask<Void> task(Chore chore) {
        return Tasks.recurring(chore.name(), FixedDelay.of(chore.every())).execute((_, _) -> run(chore));
    }

    private static void run(Chore chore) {
        try {
            chore.run();
            LOG.infof("chore done: %s", chore.name());
        } catch (Exception e) {
            throw new LaneFaultException(chore.name(), e);
        }
    }
}
