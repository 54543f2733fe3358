package dev.atrium.jobs.media;

import dev.atrium.jobs.call.Answer;
import dev.atrium.jobs.call.OtherServices;
import dev.atrium.jobs.progress.Progress;
import dev.atrium.jobs.progress.Work;
import dev.atrium.jobs.queue.Job;
import dev.atrium.jobs.queue.JobClass;
import dev.atrium.jobs.queue.JobHandler;
import dev.atrium.jobs.queue.JobType;
import dev.atrium.jobs.queue.Outcome;
import dev.atrium.platform.event.Event.FileInfo;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.roomlog.RoomEvent.Attachment;
import dev.atrium.platform.web.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What follows an upload (MD-4): has media-service derive what can be derived from the file, then tells
/// the file's room about it, both on behalf of the owner. Both calls are idempotent, so the whole is. The
/// owner hears which of the two is under way; how far media-service is with a file it does not tell.
@ApplicationScoped
public class MediaProcess implements JobHandler {

    /// One job per file, whose key is the file's id, and one for each time that it is processed again, whose key is the
    /// event's; its payload is the [FileInfo].
    public static final JobType TYPE = new JobType("media.process", JobClass.MEDIA);

    private static final int MAX_NAME_IN_MESSAGE = 500;

    private final OtherServices services;
    private final MediaConfig config;
    private final Progress progress;

    MediaProcess(OtherServices services, MediaConfig config, Progress progress) {
        this.services = services;
        this.config = config;
        this.progress = progress;
    }

    private record Derived(@Nullable String status) {}

    private record Message(String content, Attachment attachment) {}

    /// A file of which its room is not told.
    public static FileInfo untold(FileInfo file) {
        return new FileInfo(
                file.id(),
                file.name(),
                file.type(),
                file.sizeBytes(),
                null,
                file.publicRead(),
                file.owner(),
                file.createdAt());
    }

    @Override
    public JobType type() {
        return TYPE;
    }

    @Override
    public boolean showsPayload() {
        return true;
    }

    @Override
    public Outcome handle(Job job) throws InterruptedException, SQLException {
        FileInfo file = Json.read(job.payload(), FileInfo.class);
        int steps = file.room() == null ? 1 : 2;
        progress.report(Work.of(job), 0, steps, "preview and text");
        Outcome outcome = process(job, file);
        if (outcome instanceof Outcome.Done) {
            progress.report(Work.of(job), steps, steps, null);
        }
        return outcome;
    }

    private Outcome process(Job job, FileInfo file) throws InterruptedException, SQLException {
        return switch (derive(job, file)) {
            case Answer.Ok ok -> afterDerivation(job, file, status(ok.body()));
            case Answer.NotNow later -> new Outcome.Retry("media-service " + later.reason(), later.after());
            case Answer.Refused refused
            when refused.status() == 404 || refused.status() == 410 -> new Outcome.Done("the file is gone");
            case Answer.Refused refused -> new Outcome.Dead("media-service answered " + refused.status());
        };
    }

    private Answer derive(Job job, FileInfo file) throws InterruptedException {
        return services.post(new OtherServices.Call(
                services.media("/internal/files/" + OtherServices.segment(file.id()) + "/derive"),
                owner(job, file, "files:derive"),
                config.deriveTimeout(),
                null,
                null));
    }

    private Outcome afterDerivation(Job job, FileInfo file, String status) throws InterruptedException, SQLException {
        return switch (status) {
            case "ready", "failed" -> file.room() == null ? new Outcome.Done(null) : tellRoom(job, file, file.room());
            default -> new Outcome.Retry("the file is not yet derived");
        };
    }

    private Outcome tellRoom(Job job, FileInfo file, String room) throws InterruptedException, SQLException {
        progress.report(Work.of(job), 1, 2, "message in the room");
        Optional<OtherServices.Address> address =
                services.room(room, "/api/rooms/" + OtherServices.segment(room) + "/messages");
        if (address.isEmpty()) {
            return new Outcome.Retry("the room is moving to another node");
        }
        Message message = new Message(content(file), new Attachment(file.id(), file.name(), file.type()));
        Caller owner = owner(job, file, "rooms:write", "rooms:attach");
        Answer answer = services.post(
                new OtherServices.Call(address.get(), owner, config.roomTimeout(), message, "file:" + file.id()));
        return switch (answer) {
            case Answer.Ok _ -> new Outcome.Done(null);
            case Answer.NotNow later -> new Outcome.Retry("room-service " + later.reason(), later.after());
            case Answer.Refused refused
            when refused.status() == 404 || refused.status() == 410 -> new Outcome.Done("the room is gone");
            case Answer.Refused refused
            when refused.status() == 403 -> new Outcome.Done("the room is closed to the owner of the file");
            case Answer.Refused refused when refused.status() == 409 -> new Outcome.Done("the room is archived");
            case Answer.Refused refused -> new Outcome.Dead("room-service answered " + refused.status());
        };
    }

    private static Caller owner(Job job, FileInfo file, String... scopes) {
        return new Caller(file.owner().subject(), job.tenant(), file.owner().handle(), Set.of(), Set.of(scopes));
    }

    private static String status(byte[] body) {
        try {
            Derived derived = Json.read(body, Derived.class);
            return String.valueOf(derived.status());
        } catch (UncheckedIOException _) {
            return "unreadable";
        }
    }

    private static String content(FileInfo file) {
        String name = file.name();
        return "Shared a file: " + name.substring(0, Math.min(name.length(), MAX_NAME_IN_MESSAGE));
    }
}
