package dev.atrium.jobs.queue;

import dev.atrium.jobs.lane.Party;
import dev.atrium.jobs.lane.Turns;
import dev.atrium.platform.identity.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Whether parties have as many jobs as they may. To count them takes the longer the more there are, and
/// each request that adds some asks: so an answer holds on this node for a while that is the longer the more was
/// counted. It is for a bound, not for an account: what was added or has ended meanwhile is not in it.
final class Backlogs {

    /// For each that was counted: two seconds for 100,000, which take less than a tenth of that.
    private static final Duration HOLDS = Duration.ofNanos(20_000);

    private record Whose(JobClass jobClass, String party) {}

    private record Answer(boolean isFull, Instant until) {

        boolean holds(Instant now) {
            return now.isBefore(until);
        }
    }

    private final Map<Whose, Answer> answers = new ConcurrentHashMap<>();

    /// What [JobQueue#isFull] says.
    boolean isFull(
            Connection connection, JobClass jobClass, TenantId tenant, String subject, int most, int added, Instant now)
            throws SQLException {
        Whose whose = new Whose(jobClass, Party.of(tenant, subject));
        Answer answer = answers.get(whose);
        if (answer == null || !answer.holds(now)) {
            long open = Turns.count(connection, jobClass.label(), whose.party(), most + added) - added;
            long others = JobTable.notWaiting(
                    connection, tenant, jobClass, tenant.equals(TenantId.COMMONS) ? subject : null, most);
            answer = new Answer(open >= most || others >= most, now.plus(HOLDS.multipliedBy(open + others)));
            answers.values().removeIf(old -> !old.holds(now));
            answers.put(whose, answer);
        }
        return answer.isFull();
    }
}
