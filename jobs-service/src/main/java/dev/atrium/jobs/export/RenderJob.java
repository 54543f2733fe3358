package dev.atrium.jobs.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.call.OtherServices;
import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.jobs.queue.QueueConfig;
import dev.atrium.jobs.render.Book;
import dev.atrium.jobs.render.Format;
import dev.atrium.jobs.render.Renderer;
import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.jobs.retry.RetryableException;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.web.Json;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/// Renders what was collected and stores the documents, each once: a document has the same bytes whenever it is
/// rendered, and media-service knows it by its key. Works on this node's disk, and on a thread of its own, because one
/// that only computes would keep others from the virtual threads' processors.
@ApplicationScoped
class RenderJob implements JobHandler {

    /// One job per rendering.
    static final JobType TYPE = new JobType("export.render", JobClass.EXPORT);

    /// Tries in which a picture that is not yet derived is waited for.
    private static final int PATIENT_TRIES = 3;

    private final Renderings renderings;
    private final SourceClient sources;
    private final Workplace workplace;
    private final ExportConfig config;
    private final int maxAttempts;

    RenderJob(
            Renderings renderings,
            SourceClient sources,
            Workplace workplace,
            ExportConfig config,
            QueueConfig queueConfig) {
        this.renderings = renderings;
        this.sources = sources;
        this.workplace = workplace;
        this.config = config;
        this.maxAttempts = Objects.requireNonNull(queueConfig.limits().get(JobClass.EXPORT))
                .maxAttempts();
    }

    /// Renderers notice an interruption at the next item.
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(2);

    record Payload(UUID export, Collector.Snapshot snapshot) {}

    /// The export was cancelled or begun anew.
    private static final class UnwantedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// One rendering.
    private record Task(Job job, ExportKey key, ExportInput input, Collector.Snapshot snapshot, Path directory) {

        UUID render() {
            return snapshot.render();
        }
    }

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public Outcome handle(Job job) throws Exception {
        Payload payload = Json.read(job.payload(), Payload.class);
        ExportKey key = new ExportKey(job.tenant(), payload.export());
        UUID render = payload.snapshot().render();
        Optional<ExportInput> input = renderings.wanted(key, render);
        if (input.isEmpty()) {
            return new Outcome.Done("it is not wanted any more");
        }
        Path directory = workplace.open();
        try {
            onOwnThread(() -> render(new Task(job, key, input.get(), payload.snapshot(), directory)));
            renderings.ended(key, render, job.subject(), null);
            return new Outcome.Done(null);
        } catch (UnwantedException _) {
            return new Outcome.Done("it is not wanted any more");
        } catch (NonRetryableException e) {
            renderings.ended(key, render, job.subject(), e.getMessage());
            return new Outcome.Done(e.getMessage());
        } catch (RetryableException e) {
            return later(job, key, render, e);
        } catch (RuntimeException | IOException | SQLException e) {
            if (job.attempt() < maxAttempts) {
                throw e;
            }
            renderings.ended(key, render, job.subject(), "an internal error");
            throw e;
        } finally {
            Workplace.delete(directory);
        }
    }

    private Outcome later(Job job, ExportKey key, UUID render, RetryableException e) throws SQLException {
        String reason = String.valueOf(e.getMessage());
        if (job.attempt() >= maxAttempts) {
            renderings.ended(key, render, job.subject(), reason);
        }
        return new Outcome.Retry(reason, e.after());
    }

    private boolean render(Task task) throws Exception {
        Path lines = task.directory().resolve("items");
        int items = renderings.unpack(task.key(), lines);
        Attachments attachments =
                new Attachments(sources, config, Collector.reader(task.key().tenant(), task.input()), task.directory());
        attachments.fetch(
                task.input(),
                new Spool(lines, _ -> {}),
                Files.size(lines),
                task.job().attempt() <= PATIENT_TRIES);
        // By an earlier try.
        Set<Format> stored = renderings.stored(task.key(), task.render()).stream()
                .map(ExportView.Result::format)
                .collect(Collectors.toSet());
        for (int i = 0; i < task.input().formats().size(); i++) {
            Format format = task.input().formats().get(i);
            if (!stored.contains(format)) {
                Spool spool = new Spool(lines, progress(task, i, items));
                Book book = new Book(title(task), spool, attachments::picture, attachments::original);
                store(task, format, write(task, format, book));
            }
        }
        return true;
    }

    private Path write(Task task, Format format, Book book) throws IOException, SQLException {
        if (!isWanted(task, format, percent(task, format, 0))) {
            throw new UnwantedException();
        }
        Path document = task.directory().resolve("document." + format.extension());
        try (OutputStream out = new Bounded(
                new BufferedOutputStream(Files.newOutputStream(document)),
                config.maxDocument().asLongValue())) {
            Renderer.of(format, task.directory()).render(book, out);
        }
        return document;
    }

    private void store(Task task, Format format, Path document) throws Exception {
        String name = Names.of(task.snapshot().title(), format);
        String key = "export:" + task.key().id() + ":" + format.label() + ":" + Names.sha256(document);
        // What this node stores before it is killed is found by the key.
        if (!renderings.begin(task.key(), task.render(), percent(task, format, 100), format, key)) {
            throw new UnwantedException();
        }
        Caller writer = task.input().caller(task.key().tenant(), "files:read", "files:write");
        JsonNode file = sources.keep(writer, new OtherServices.Upload(document, name, format.mediaType()), key);
        ExportView.Result result = new ExportView.Result(
                format,
                file.path("id").asText(),
                file.path("name").asText(),
                format.mediaType(),
                file.path("sizeBytes").asLong(),
                file.path("sha256").asText(),
                "");
        if (!renderings.store(task.key(), task.render(), percent(task, format, 100), result, key)) {
            sources.delete(writer, result.fileId());
            throw new UnwantedException();
        }
        Files.delete(document);
    }

    private static Book.Title title(Task task) {
        Collector.Snapshot snapshot = task.snapshot();
        return new Book.Title(
                task.key().id(),
                snapshot.title(),
                task.input().language(),
                task.input().handle(),
                snapshot.at(),
                snapshot.room());
    }

    /// Tells how far it is.
    private boolean isWanted(Task task, Format format, int percent) throws SQLException {
        return renderings.progress(
                task.key(), task.render(), task.input().room(), percent, ExportTable.activity(format));
    }

    /// A renderer may go through the items more than once.
    private IntConsumer progress(Task task, int formatsDone, int items) {
        Format format = task.input().formats().get(formatsDone);
        return done -> {
            try {
                int percent = percent(task, format, 100L * Math.min(done, items) / Math.max(1, items));
                if (done % 1000 == 0 && !isWanted(task, format, percent)) {
                    throw new UnwantedException();
                }
            } catch (SQLException e) {
                throw new RetryableException("the database does not answer", e);
            }
        };
    }

    private static int percent(Task task, Format format, long ofFormat) {
        int formats = task.input().formats().size();
        int before = task.input().formats().indexOf(format);
        return (int) (50 + (49 * (100L * before + ofFormat)) / (100L * formats));
    }

    private static <T> void onOwnThread(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(Context.current().wrap(work));
        Thread thread = Thread.ofPlatform().name("export-rendering").daemon().start(task);
        try {
            task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (InterruptedException e) {
            thread.interrupt();
            thread.join(TIME_TO_STOP);
            throw e;
        }
    }
}
