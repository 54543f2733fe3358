package dev.atrium.jobs.team;

import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.Teams;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/// Has a room told of somebody whose ban has ended by itself: of the teams that have a role there by then.
@ApplicationScoped
class BanEndJob implements JobHandler {

    /// The key is room, subject and the ban's number, the payload a [BanEnd].
    static final JobType TYPE = new JobType("teams.ban-end", JobClass.FANOUT);

    /// The room's clock may be behind this one: for it the ban must have ended, too.
    static final Duration SKEW = Duration.ofSeconds(30);

    private final DataSource dataSource;
    private final JobQueue queue;

    BanEndJob(DataSource dataSource, JobQueue queue) {
        this.dataSource = dataSource;
        this.queue = queue;
    }

    /// Whose ban has ended.
    record BanEnd(String room, String subject) {}

    /// Has the room told when the ban has ended, in the connection's transaction.
    static void add(Connection connection, JobQueue queue, RoomEvent.MemberBanned banned, Instant end)
            throws SQLException {
        queue.addAt(
                connection,
                TYPE,
                banned.tenant(),
                banned.room() + ":" + banned.subject() + ":" + banned.sequence(),
                Teams.ACTOR.subject(),
                Json.write(new BanEnd(banned.room(), banned.subject())),
                end.plus(SKEW));
    }

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public Outcome handle(Job job) throws SQLException {
        BanEnd end = Json.read(job.payload(), BanEnd.class);
        TenantConnections.inTenant(dataSource, job.tenant(), connection -> {
            List<String> teams = TeamTable.teams(connection, job.tenant(), end.room());
            for (String team : teams) {
                StepJob.Step step = new StepJob.Step(end.room(), team, end.subject());
                StepJob.add(connection, queue, job.tenant(), step, "after " + job.id());
            }
            return teams.size();
        });
        queue.wake(JobClass.FANOUT);
        return new Outcome.Done(null);
    }
}
