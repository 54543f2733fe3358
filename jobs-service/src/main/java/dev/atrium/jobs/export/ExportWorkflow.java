package dev.atrium.jobs.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.export.Collector.Progress;
import dev.atrium.jobs.export.Collector.Snapshot;
import dev.atrium.jobs.notify.Category;
import dev.atrium.jobs.notify.Notification;
import dev.atrium.jobs.notify.Notifier;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobQueue;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.jobs.workflow.StepFailedException;
import dev.atrium.jobs.workflow.Steps;
import dev.atrium.jobs.workflow.Workflow;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Exports a room or files (JB-4): takes down as of when, collects piece by piece, has a job render and store the
/// documents, forgets the pieces and tells who asked. Whatever is killed, each document is stored once.
@ApplicationScoped
public class ExportWorkflow implements Workflow<ExportInput> {

    /// The type's name.
    public static final String TYPE = "export";

    /// The event that tells the instance that rendering has ended.
    static final String RENDERED = "rendered";

    private final Collector collector;
    private final JobQueue queue;
    private final Notifier notifier;
    private final ExportConfig config;
    private final Renderings renderings;

    ExportWorkflow(Collector collector, JobQueue queue, Notifier notifier, ExportConfig config, Renderings renderings) {
        this.collector = collector;
        this.queue = queue;
        this.notifier = notifier;
        this.config = config;
        this.renderings = renderings;
    }

    /// What an instance ends with.
    public record Result(UUID export, List<ExportView.Result> files) {

        public Result {
            files = List.copyOf(files);
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    /// A run collects all that is exported, which may last for minutes.
    @Override
    public int concurrency() {
        return 8;
    }

    /// An export shows what became of its instance.
    @Override
    public boolean isForgotten() {
        return false;
    }

    /// Each export needs an id and the rights of who asks for it.
    @Override
    public boolean isSchedulable() {
        return false;
    }

    /// That the documents are there is told as an export.
    @Override
    public boolean isToldWhenComplete() {
        return false;
    }

    @Override
    public Class<ExportInput> inputType() {
        return ExportInput.class;
    }

    @Override
    public ExportInput parse(JsonNode input) {
        throw ProblemException.invalidProperty("/type", "cannot be started here: exports begin with POST /api/exports");
    }

    @Override
    public String instanceId(ExportInput input) {
        return instanceId(input.export());
    }

    static String instanceId(UUID export) {
        return TYPE + ":" + export;
    }

    @Override
    public Result run(Steps steps, ExportInput input) {
        ExportKey key = new ExportKey(steps.workflow().tenant(), input.export());
        try {
            return export(steps, key, input);
        } catch (StepFailedException e) {
            steps.write("forget", connection -> ExportTable.forgetPieces(connection, key));
            throw e;
        }
    }

    private Result export(Steps steps, ExportKey key, ExportInput input) {
        Snapshot snapshot = steps.run("snapshot", Snapshot.class, () -> collector.snapshot(key, input));
        if (input.room() == null) {
            files(steps, key, input);
        } else {
            room(steps, key, input, snapshot);
        }
        steps.write("render", connection -> {
            ExportTable.render(connection, key, snapshot.render());
            RenderJob.Payload payload = new RenderJob.Payload(key.id(), snapshot);
            queue.add(
                    connection,
                    RenderJob.TYPE,
                    key.tenant(),
                    snapshot.render().toString(),
                    input.subject(),
                    Json.write(payload));
        });
        queue.wake(JobClass.EXPORT);
        boolean inTime =
                steps.waitFor(RENDERED, JsonNode.class, config.timeLimit()).isPresent();
        steps.run("check", () -> check(key, inTime));
        steps.write("finish", connection -> {
            ExportTable.forgetPieces(connection, key);
            ExportTable.progress(connection, key, 100, "done");
            notifier.add(connection, key.tenant(), notification(input, snapshot));
        });
        return steps.run("result", Result.class, () -> result(key, input, snapshot));
    }

    private static Notification notification(ExportInput input, Snapshot snapshot) {
        String source = instanceId(input.export()) + ":" + snapshot.render();
        return Notification.of(source, input.subject(), Category.EXPORT, "Your export is ready: " + snapshot.title())
                .withLink("/?export=" + input.export())
                .withData(Json.write(Map.of("export", input.export())));
    }

    private void files(Steps steps, ExportKey key, ExportInput input) {
        Progress progress = Progress.NOTHING;
        for (int i = 0; i < input.files().size(); i++) {
            int number = i;
            Progress before = progress;
            progress = steps.run("file-" + i, Progress.class, () -> collector.file(key, input, number, before));
        }
    }

    private void room(Steps steps, ExportKey key, ExportInput input, Snapshot snapshot) {
        Progress messages = collect(
                steps, "messages", Progress.NOTHING, before -> collector.messages(key, input, snapshot, before));
        if (input.isComplete()) {
            Progress objects = collect(
                    steps, "objects", messages.next(), before -> collector.objects(key, input, snapshot, before));
            Progress last = objects.next();
            steps.run("document", Progress.class, () -> collector.document(key, input, snapshot, last));
        }
    }

    @FunctionalInterface
    private interface Collection {
        Progress goOn(Progress before) throws Exception;
    }

    private static Progress collect(Steps steps, String name, Progress begin, Collection collection) {
        Progress progress = begin;
        for (int i = 0; progress.after() != null; i++) {
            Progress before = progress;
            progress = steps.run(name + "-" + i, Progress.class, () -> collection.goOn(before));
        }
        return progress;
    }

    /// Whoever may send events to an instance can say that it was rendered; what counts is the table.
    private void check(ExportKey key, boolean inTime) throws SQLException {
        String late = "it took longer than " + config.timeLimit().toMinutes() + " minutes";
        ExportTable.Outcome outcome = renderings
                .outcome(key)
                .orElseThrow(() -> new NonRetryableException(inTime ? "it was not rendered" : late));
        if (outcome.error() != null) {
            throw new NonRetryableException(outcome.error());
        }
    }

    private Result result(ExportKey key, ExportInput input, Snapshot snapshot) throws SQLException {
        renderings.complete(key, input.room());
        return new Result(key.id(), renderings.stored(key, snapshot.render()));
    }
}
