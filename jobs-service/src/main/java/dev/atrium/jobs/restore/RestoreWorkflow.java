package dev.atrium.jobs.restore;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.access.Access;
import dev.atrium.jobs.backup.Archive;
import dev.atrium.jobs.backup.BackupKey;
import dev.atrium.jobs.backup.BackupWorkflow;
import dev.atrium.jobs.members.Members;
import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.Notification;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.notify.room.KnownPeople;
import dev.atrium.jobs.progress.Progress;
import dev.atrium.jobs.progress.Work;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.jobs.team.TeamTable;
import dev.atrium.jobs.workflow.StepFailedException;
import dev.atrium.jobs.workflow.Steps;
import dev.atrium.jobs.workflow.Workflow;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;

/// Brings a backup back (MD-5), piece by piece, each of which is a step. All ids follow from the
/// restore's, so what is done again changes nothing.
@ApplicationScoped
public class RestoreWorkflow implements Workflow<RestoreInput> {

    /// The type's name.
    public static final String TYPE = "restore";

    private final DataSource dataSource;
    private final Walk walk;
    private final Notifier notifier;
    private final Progress progress;
    private final InstantSource clock;

    RestoreWorkflow(DataSource dataSource, Walk walk, Notifier notifier, Progress progress, InstantSource clock) {
        this.dataSource = dataSource;
        this.walk = walk;
        this.notifier = notifier;
        this.progress = progress;
        this.clock = clock;
    }

    /// A restore that has begun.
    ///
    /// @param members subjects of those who belong to the organisation
    record Begun(Instant at, List<String> members) {

        Begun {
            members = List.copyOf(members);
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public boolean isSchedulable() {
        return false;
    }

    /// That all is there is told as an export is.
    @Override
    public boolean isToldWhenComplete() {
        return false;
    }

    /// A run goes through all that a backup has, which may last for minutes.
    @Override
    public int concurrency() {
        return 4;
    }

    /// The restore refers to it: started again it would be that restore.
    @Override
    public boolean isForgotten() {
        return false;
    }

    @Override
    public void check(Caller caller) {
        requireRights(caller);
    }

    /// A restore brings back what its maker could not read, so it is for admins, and needs what it makes
    /// use of.
    static void requireRights(Caller caller) {
        Access.requireAdmin(caller);
        Access.requireScopes(caller, "A restore", List.of("rooms:write", "files:write"));
    }

    @Override
    public Class<RestoreInput> inputType() {
        return RestoreInput.class;
    }

    @Override
    public RestoreInput parse(JsonNode input) {
        throw ProblemException.invalidProperty(
                "/type", "cannot be started here: restores begin with POST /api/backups/{id}/restores");
    }

    @Override
    public String instanceId(RestoreInput input) {
        return TYPE + ":" + input.restore();
    }

    @Override
    public Tally run(Steps steps, RestoreInput input) {
        TenantId tenant = steps.workflow().tenant();
        try {
            return restore(steps, tenant, input);
        } catch (StepFailedException e) {
            steps.write(
                    "failed",
                    connection ->
                            RestoreTable.fail(connection, tenant, input.restore(), e.getMessage(), clock.instant()));
            throw e;
        }
    }

    private Tally restore(Steps steps, TenantId tenant, RestoreInput input) {
        Begun begun = steps.run("begin", Begun.class, () -> begin(tenant, input));
        Walk.Work work = new Walk.Work(tenant, input, begun.at(), begun.members());
        Position position = Position.START;
        for (int i = 0; !position.done(); i++) {
            Position from = position;
            position =
                    steps.with(BackupWorkflow.PATIENT).run("part-" + i, Position.class, () -> walk(steps, work, from));
        }
        Tally tally = position.tally();
        steps.write("finish", connection -> {
            RestoreTable.complete(connection, tenant, input.restore(), tally, clock.instant());
            notifier.add(
                    connection,
                    tenant,
                    Notification.of(
                                    "restore:" + input.restore() + ":" + begun.at(),
                                    input.by().subject(),
                                    Category.EXPORT,
                                    input.dryRun() ? "Your backup was tried out" : "Your backup is restored")
                            .withLink(Notification.INBOX)
                            .withData(Json.write(Map.of("restore", input.restore()))));
        });
        return tally;
    }

    private Begun begin(TenantId tenant, RestoreInput input) throws SQLException {
        return TenantConnections.inTenant(dataSource, tenant, connection -> {
            goOn(connection, tenant, input);
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            Begun begun = new Begun(now, members(connection, tenant));
            return RestoreTable.begin(connection, tenant, input.restore(), begun);
        });
    }

    /// An organisation of ours has at least an owner. Who belongs to a provider's is known only of those who were seen
    /// there. Teams are members of rooms, too.
    private static List<String> members(Connection connection, TenantId tenant) throws SQLException {
        List<String> members = Members.of(connection, tenant);
        return Stream.concat(
                        (members.isEmpty() ? KnownPeople.of(connection, tenant) : members).stream(),
                        TeamTable.subjects(connection, tenant).stream())
                .toList();
    }

    /// Also where it was restarted from a later step. From now on its backup stays.
    private static void goOn(Connection connection, TenantId tenant, RestoreInput input) throws SQLException {
        if (!Archive.isThere(connection, new BackupKey(tenant, input.backup()))) {
            throw new NonRetryableException("the backup is not there any more");
        }
        if (RestoreTable.isOtherRunning(connection, tenant, input.restore())) {
            throw new NonRetryableException("another restore is under way");
        }
        if (!RestoreTable.goOn(connection, tenant, input.restore())) {
            throw new NonRetryableException("it was given up: restore the backup anew");
        }
    }

    private Position walk(Steps steps, Walk.Work work, Position from) throws Exception {
        TenantConnections.inTenant(dataSource, work.tenant(), connection -> {
            goOn(connection, work.tenant(), work.input());
            return from;
        });
        Position next = walk.on(work, from);
        Tally tally = next.tally();
        progress.report(
                Work.of(steps.workflow()),
                next.done() ? 1 : 0,
                1,
                tally.rooms() + " rooms, " + tally.events() + " events, " + tally.files() + " files");
        return next;
    }
}
