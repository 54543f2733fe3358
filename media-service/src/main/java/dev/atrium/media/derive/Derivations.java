package dev.atrium.media.derive;

import dev.atrium.media.derive.child.Refusal;
import dev.atrium.media.file.FileStatus;
import dev.atrium.media.file.FileView;
import dev.atrium.media.file.Files;
import dev.atrium.media.file.StoredFile;
import dev.atrium.media.storage.ObjectKey;
import dev.atrium.media.storage.ObjectRemovals;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.outbox.Outbox;
import dev.atrium.platform.paging.Parameters;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.tenancy.TenantTransactions;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Settles files: derives what can be derived and tells the others about it, once however often it is asked (MD-4), and
/// once more after a file was reset. The row and its events are written in one transaction, after the results are in
/// the store.
@ApplicationScoped
public class Derivations {

    private static final Logger LOG = Logger.getLogger(Derivations.class);

    /// Most text of one event, in UTF-8. As JSON it is six times as long at worst, which fits into a record of Kafka.
    private static final int PART_BYTES = 64 << 10;

    private final Files files;
    private final DeriveWorker worker;
    private final Outbox outbox;
    private final ObjectRemovals removals;
    private final ExecutorService virtualThreads;
    private final int attempts;
    private final InstantSource clock;

    Derivations(
            Files files,
            DeriveWorker worker,
            Outbox outbox,
            ObjectRemovals removals,
            @VirtualThreads ExecutorService virtualThreads,
            DeriveConfig config,
            InstantSource clock) {
        this.files = files;
        this.worker = worker;
        this.outbox = outbox;
        this.removals = removals;
        this.virtualThreads = virtualThreads;
        this.attempts = config.attempts();
        this.clock = clock;
    }

    /// To be called on a Vert.x context.
    ///
    /// @throws ProblemException `not-found` unless the caller owns such a file; `unavailable` to have it tried
    ///     again
    Uni<Answer> derive(Caller owner, String id) {
        Executor context = MutinyHelper.executor(Vertx.currentContext());
        return owned(owner, id).flatMap(file -> {
            if (file.status() != FileStatus.PROCESSING) {
                return Uni.createFrom().item(Answer.of(file));
            }
            return worked(file)
                    .emitOn(context)
                    .onFailure()
                    .recoverWithUni(failure -> unlessGone(owner, id, failure))
                    .flatMap(outcome -> settle(file, outcome));
        });
    }

    /// Has a settled file processed once more, as if it had just been uploaded, and so one that nothing settles. To be
    /// called on a Vert.x context.
    ///
    /// @throws ProblemException as [Files#processable], and `conflict` while the file is processed, or the
    ///     moderation hides it
    Uni<FileView> reset(Caller caller, String id) {
        return files.processable(caller, id)
                .flatMap(placed -> TenantTransactions.inTenant(
                        caller.tenant(),
                        session -> session.find(StoredFile.class, placed.file().id(), LockModeType.PESSIMISTIC_WRITE)
                                .call(file -> reset(session, file))
                                .map(file -> FileView.of(file, placed.room()))));
    }

    private Uni<Void> reset(Mutiny.Session session, @Nullable StoredFile file) {
        if (file == null) {
            throw ProblemException.notFound();
        }
        if (file.hidden()) {
            throw new ProblemException(ProblemType.CONFLICT, "The moderation hides the file: it stays as it is.");
        }
        Instant now = clock.instant();
        if (file.isBeingProcessed(now)) {
            throw new ProblemException(ProblemType.CONFLICT, "The file is being processed.");
        }
        file.reset(now);
        return outbox.add(session, new Event.FileReset(file.tenant(), file.info()));
    }

    /// Of a file that was deleted in the meantime even the bytes may be gone.
    private static Uni<Outcome> unlessGone(Caller owner, String id, Throwable failure) {
        return owned(owner, id).flatMap(_ -> Uni.createFrom().failure(failure));
    }

    private static Uni<StoredFile> owned(Caller owner, String id) {
        UUID uuid = Parameters.id(id);
        return TenantTransactions.inTenant(owner.tenant(), session -> session.find(StoredFile.class, uuid))
                .invoke(file -> {
                    if (file == null || !file.ownedBy(owner)) {
                        throw ProblemException.notFound();
                    }
                });
    }

    private Uni<Outcome> worked(StoredFile file) {
        return Uni.createFrom()
                .item(Unchecked.supplier(() -> worker.derive(file)))
                .runSubscriptionOn(virtualThreads);
    }

    private Uni<Answer> settle(StoredFile worked, Outcome outcome) {
        return TenantTransactions.inTenant(
                        worked.tenant(),
                        session -> session.find(StoredFile.class, worked.id(), LockModeType.PESSIMISTIC_WRITE)
                                .call(file -> file == null || file.wasResetSince(worked)
                                        ? removals.add(
                                                session,
                                                worked.tenant(),
                                                worked.coming().keys(),
                                                Duration.ZERO)
                                        : settle(session, file, outcome)))
                .map(file -> {
                    if (file == null) {
                        // It was deleted in the meantime, and so must be what was derived.
                        removals.added();
                        throw ProblemException.notFound();
                    }
                    return answer(file);
                });
    }

    /// Another request may have been faster.
    private Uni<Void> settle(Mutiny.Session session, StoredFile file, Outcome outcome) {
        if (file.status() != FileStatus.PROCESSING) {
            return Uni.createFrom().voidItem();
        }
        return switch (outcome) {
            case Outcome.Derived derived -> ready(session, file, derived);
            case Outcome.Refused(Refusal refusal) -> failed(session, file, refusal);
            case Outcome.BrokeDown accident -> brokeDown(session, file, accident);
        };
    }

    private Uni<Void> ready(Mutiny.Session session, StoredFile file, Outcome.Derived derived) {
        StoredFile.Derived sizes = derived.sizes();
        List<ObjectKey> superseded = file.superseded();
        file.ready(sizes);
        List<Event> events = new ArrayList<>();
        List<String> parts = TextParts.split(derived.text(), PART_BYTES);
        for (int i = 0; i < parts.size(); i++) {
            events.add(new Event.FileText(file.tenant(), file.info(), i, parts.size(), parts.get(i)));
        }
        events.add(new Event.FileReady(
                file.tenant(), file.info(), sizes.thumbnailBytes() != null, sizes.textBytes() != null));
        return Multi.createFrom()
                .iterable(events)
                .onItem()
                .transformToUniAndConcatenate(event -> outbox.add(session, event))
                .collect()
                .last()
                .flatMap(_ -> remove(session, file, superseded));
    }

    private Uni<Void> failed(Mutiny.Session session, StoredFile file, Refusal refusal) {
        List<ObjectKey> superseded = file.superseded();
        file.failed(refusal.reason());
        return outbox.add(session, new Event.FileFailed(file.tenant(), file.info(), refusal.reason()))
                .flatMap(_ -> remove(session, file, superseded));
    }

    /// Not at once: somebody may just be about to open it, or a try of before the reset still be under way.
    private Uni<Void> remove(Mutiny.Session session, StoredFile file, List<ObjectKey> superseded) {
        return superseded.isEmpty()
                ? Uni.createFrom().voidItem()
                : removals.add(session, file.tenant(), superseded, ObjectRemovals.LATE_RESULTS);
    }

    /// What the machine alone is to blame for does not count. Who had its whole time is tried once more: it may
    /// have been the machine's fault, but costs the others most.
    private Uni<Void> brokeDown(Mutiny.Session session, StoredFile file, Outcome.BrokeDown accident) {
        switch (accident.blame()) {
            case MACHINE -> {}
            case CRASH -> file.brokeDown(0);
            case TIME_OUT -> file.brokeDown(attempts - 1);
        }
        LOG.warnf(
                "deriving broke down (%s, %s), which counted %d times of %d object=%s tenant=%s",
                accident.accident(), accident.blame(), file.deriveAttempts(), attempts, file.id(), file.tenant());
        return file.deriveAttempts() < attempts
                ? Uni.createFrom().voidItem()
                : failed(session, file, Refusal.TOO_DEMANDING);
    }

    private static Answer answer(StoredFile file) {
        if (file.status() == FileStatus.PROCESSING) {
            throw new ProblemException(ProblemType.UNAVAILABLE, "The file could not be processed now; try again.");
        }
        return Answer.of(file);
    }
}
