package dev.atrium.jobs.backup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.access.Access;
import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.Notification;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.progress.Progress;
import dev.atrium.jobs.progress.Work;
import dev.atrium.jobs.retry.Backoff;
import dev.atrium.jobs.retry.RetryableException;
import dev.atrium.jobs.workflow.StepFailedException;
import dev.atrium.jobs.workflow.StepPolicy;
import dev.atrium.jobs.workflow.Steps;
import dev.atrium.jobs.workflow.Workflow;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Ids;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/// Makes a backup of a tenant (MD-5): segment by segment, each of which is a step, so that it goes on
/// where a node was killed; then tells who asked for it, and deletes older ones that are not to be
/// kept.
@ApplicationScoped
public class BackupWorkflow implements Workflow<BackupInput> {

    /// The type's name.
    public static final String TYPE = "backup";

    /// For half a day while another service is away, or others' backups are made or restored.
    public static final StepPolicy PATIENT =
            new StepPolicy(800, new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1)), Duration.ofMinutes(10));

    private final Collector collector;
    private final Backups backups;
    private final Notifier notifier;
    private final Progress progress;
    private final Semaphore places;

    BackupWorkflow(Collector collector, Backups backups, Notifier notifier, Progress progress, BackupConfig config) {
        this.collector = collector;
        this.backups = backups;
        this.notifier = notifier;
        this.progress = progress;
        this.places = new Semaphore(config.atOnce());
    }

    /// What an instance ends with.
    public record Result(String backup, long sizeBytes, Format.Counts counts) {}

    @Override
    public String type() {
        return TYPE;
    }

    /// That it is there is told as an export is.
    @Override
    public boolean isToldWhenComplete() {
        return false;
    }

    /// A run goes through all rooms and files of an organisation, which may last for minutes.
    @Override
    public int concurrency() {
        return 4;
    }

    /// The backup refers to it: started again it would be that backup.
    @Override
    public boolean isForgotten() {
        return false;
    }

    @Override
    public void check(Caller caller) {
        requireRights(caller);
    }

    /// A backup holds what its maker may not read, so it is for admins, and needs what it makes use of.
    static void requireRights(Caller caller) {
        Access.requireAdmin(caller);
        Access.requireScopes(caller, "A backup", List.of("rooms:read", "files:read"));
    }

    @Override
    public Class<BackupInput> inputType() {
        return BackupInput.class;
    }

    @Override
    public BackupInput parse(JsonNode input) {
        input.fieldNames().forEachRemaining(name -> {
            if (!name.equals("keep")) {
                throw ProblemException.invalidProperty("/input/" + name, "is not known");
            }
        });
        JsonNode keep = input.path("keep");
        boolean isAbsent = keep.isMissingNode() || keep.isNull();
        return backups.input("/input/keep", isAbsent ? null : keep.isInt() ? keep.asInt() : 0);
    }

    /// Each start without an id is another backup.
    @Override
    public String instanceId(BackupInput input) {
        return TYPE + ":" + Ids.next();
    }

    @Override
    public Result run(Steps steps, BackupInput input) {
        BackupKey key = BackupKey.of(steps.workflow());
        try {
            return backUp(steps, key, input);
        } catch (StepFailedException e) {
            steps.write("failed", connection -> backups.fail(connection, key, e.getMessage()));
            throw e;
        }
    }

    private Result backUp(Steps steps, BackupKey key, BackupInput input) {
        Backups.Begun begun =
                steps.with(PATIENT).run("begin", Backups.Begun.class, () -> backups.begin(steps.workflow(), input));
        List<Segment> segments = new ArrayList<>();
        Position position = Position.START;
        while (position.phase() != Position.Phase.DONE) {
            Position from = position;
            Collector.Work work = new Collector.Work(key, begun.at(), segments);
            Segment segment = steps.with(PATIENT)
                    .run("segment-" + segments.size(), Segment.class, () -> collect(steps, work, from));
            segments.add(segment);
            position = segment.next();
        }
        Format.Counts counts = position.counts();
        steps.write("finish", connection -> {
            backups.complete(connection, key, stored(segments), counts);
            notifier.add(
                    connection,
                    key.tenant(),
                    Notification.of(
                                    "backup:" + key.id() + ":" + begun.at(),
                                    begun.subject(),
                                    Category.EXPORT,
                                    "Your backup is ready")
                            .withLink(Notification.INBOX)
                            .withData(Json.write(Map.of("backup", key.id()))));
        });
        if (input.keep() != null) {
            int keep = input.keep();
            steps.write("prune", connection -> backups.prune(connection, key.tenant(), keep));
        }
        long size = segments.stream().mapToLong(Segment::sizeBytes).sum();
        return new Result(key.id().toString(), size, counts);
    }

    private static List<StoredSegment> stored(List<Segment> segments) {
        List<StoredSegment> stored = new ArrayList<>();
        long start = 0;
        for (Segment segment : segments) {
            stored.add(new StoredSegment(segment.object(), start, segment.sizeBytes()));
            start += segment.sizeBytes();
        }
        return stored;
    }

    private Segment collect(Steps steps, Collector.Work work, Position from) throws Exception {
        if (!places.tryAcquire()) {
            throw new RetryableException("other backups are made at the moment");
        }
        try {
            backups.goOn(work.key());
            Segment segment = collector.next(work, from);
            Format.Counts counts = segment.next().counts();
            // How much there will be nobody knows: it is told what is there.
            progress.report(
                    Work.of(steps.workflow()),
                    segment.next().phase().number(),
                    Position.Phase.DONE.number(),
                    counts.rooms() + " rooms, " + counts.events() + " events, " + counts.files() + " files");
            return segment;
        } finally {
            places.release();
        }
    }
}
