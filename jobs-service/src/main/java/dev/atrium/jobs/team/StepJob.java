package dev.atrium.jobs.team;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.call.Answer;
import dev.atrium.jobs.call.OtherServices;
import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.Teams;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Brings a room in step with a team: tells it who is in it.
///
/// Several of these may run at once for one room. Each says what is known when it begins, and goes on until that is
/// what
/// it has said; so whoever is killed or late, the last one that ends has told what came last.
@ApplicationScoped
class StepJob implements JobHandler {

    /// The key is room, team, subject and why it is told, the payload a [Step].
    static final JobType TYPE = new JobType("teams.step", JobClass.FANOUT);

    /// How many people the room is told of at once.
    static final int AT_ONCE = 200;

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int ROUNDS = 5;

    /// A room that cannot be told by then is told later, by another job: who left a team must not stay for ever
    /// because something was away for hours.
    private static final int TRIES = 6;

    private static final Duration LATER = Duration.ofMinutes(10);

    private final DataSource dataSource;
    private final OtherServices services;
    private final JobQueue queue;
    private final InstantSource clock;

    StepJob(DataSource dataSource, OtherServices services, JobQueue queue, InstantSource clock) {
        this.dataSource = dataSource;
        this.services = services;
        this.queue = queue;
        this.clock = clock;
    }

    /// What is to be told.
    ///
    /// @param subject who joined the team, or left it; null: of all
    record Step(String room, String team, @Nullable String subject) {

        String key() {
            return room + ":" + team + ":" + (subject == null ? "" : subject);
        }
    }

    /// The body by which a room is told of a part of a team.
    private record Sync(
            @Nullable String name,
            @Nullable String from,
            @Nullable String to,
            List<TeamTable.InTeam> members) {}

    /// Has a room told, in the connection's transaction.
    ///
    /// @param occasion why: once for each
    static void add(Connection connection, JobQueue queue, TenantId tenant, Step step, String occasion)
            throws SQLException {
        queue.add(connection, TYPE, tenant, step.key() + ":" + occasion, Teams.ACTOR.subject(), Json.write(step));
    }

    /// As [#add], at a time.
    static void addAt(Connection connection, JobQueue queue, TenantId tenant, Step step, String occasion, Instant at)
            throws SQLException {
        queue.addAt(connection, TYPE, tenant, step.key() + ":" + occasion, Teams.ACTOR.subject(), Json.write(step), at);
    }

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public Outcome handle(Job job) throws SQLException, InterruptedException {
        Step step = Json.read(job.payload(), Step.class);
        Optional<TeamTable.Team> team = find(job.tenant(), step);
        if (team.isEmpty()) {
            // The room is told when there is one.
            return new Outcome.Done("no such team is known");
        }
        for (int round = 0; round < ROUNDS; round++) {
            Outcome told = tell(job, step, team.get());
            if (!(told instanceof Outcome.Done)) {
                return told;
            }
            Optional<TeamTable.Team> now = find(job.tenant(), step);
            if (now.equals(team)) {
                return told;
            }
            team = now;
        }
        return later(job, step, "the team is being changed", null);
    }

    private Outcome tell(Job job, Step step, TeamTable.Team team) throws SQLException, InterruptedException {
        int left = 0;
        for (Sync part : parts(step, team)) {
            Optional<OtherServices.Address> address = services.room(
                    step.room(), "/internal/rooms/" + step.room() + "/teams/" + OtherServices.segment(step.team()));
            if (address.isEmpty()) {
                return later(job, step, "the room is moving to another node", null);
            }
            switch (services.post(call(job.tenant(), address.get(), part))) {
                case Answer.Ok ok ->
                    left += Json.read(ok.body(), JsonNode.class).path("left").asInt();
                case Answer.NotNow now -> {
                    return later(job, step, "room-service " + now.reason(), now.after());
                }
                // Or its history is brought back, or the node that answers does not have it yet.
                case Answer.Refused refused
                when refused.status() == 404 -> {
                    return isInRoom(job.tenant(), step)
                            ? later(job, step, "the room is not there", null)
                            : new Outcome.Done("the room is gone");
                }
                case Answer.Refused refused -> {
                    return new Outcome.Dead("room-service answered " + refused.status());
                }
            }
        }
        return new Outcome.Done(left == 0 ? null : "the room is full: " + left + " of the team are not in it");
    }

    private Outcome later(Job job, Step step, String reason, @Nullable Duration after) throws SQLException {
        if (job.attempt() < TRIES) {
            return new Outcome.Retry(reason, after);
        }
        TenantConnections.inTenant(dataSource, job.tenant(), connection -> {
            addAt(
                    connection,
                    queue,
                    job.tenant(),
                    step,
                    "after " + job.id(),
                    clock.instant().plus(LATER));
            return job;
        });
        return new Outcome.Done("it is told later: " + reason);
    }

    /// Parts that follow each other without a gap: each ends with its last member, and the next begins with that one.
    private static List<Sync> parts(Step step, TeamTable.Team team) {
        String name = visible(team.name(), step.team());
        if (step.subject() != null) {
            return List.of(new Sync(name, step.subject(), step.subject(), team.members()));
        }
        List<Sync> parts = new ArrayList<>();
        List<TeamTable.InTeam> members = team.members();
        int begin = 0;
        do {
            int end = Math.min(begin + AT_ONCE, members.size());
            List<TeamTable.InTeam> some = members.subList(Math.max(0, begin - 1), end);
            parts.add(new Sync(
                    name,
                    begin == 0 ? null : some.getFirst().subject(),
                    end == members.size() ? null : some.getLast().subject(),
                    some));
            begin = end;
        } while (begin < members.size());
        return parts;
    }

    /// Teams of before may be called what is blank, which a room does not take.
    private static @Nullable String visible(@Nullable String name, String team) {
        return name != null && name.isBlank() ? team : name;
    }

    private static OtherServices.Call call(TenantId tenant, OtherServices.Address address, Sync part) {
        Caller caller =
                new Caller(Teams.ACTOR.subject(), tenant, Teams.ACTOR.handle(), Set.of(), Set.of("rooms:teams"));
        return new OtherServices.Call(address, caller, TIMEOUT, part, null);
    }

    private boolean isInRoom(TenantId tenant, Step step) throws SQLException {
        return TenantConnections.inTenant(
                dataSource, tenant, connection -> TeamTable.isInRoom(connection, tenant, step.room(), step.team()));
    }

    private Optional<TeamTable.Team> find(TenantId tenant, Step step) throws SQLException {
        return TenantConnections.inTenant(
                dataSource, tenant, connection -> TeamTable.find(connection, tenant, step.team(), step.subject()));
    }
}
