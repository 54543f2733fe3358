package dev.atrium.gateway.deadletter;

import dev.atrium.gateway.audit.Audit;
import dev.atrium.gateway.audit.Deed;
import dev.atrium.gateway.intake.DeadLetter;
import dev.atrium.gateway.intake.DeadLetterState;
import dev.atrium.gateway.intake.DeadLetters;
import dev.atrium.gateway.intake.Intake;
import dev.atrium.gateway.intake.Subscriber;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.Outages;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.tenancy.TenantTransactions;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/// Ends dead letters: gives them their effect after all, or puts them away.
@ApplicationScoped
class DeadLetterControl {

    private static final Logger LOG = Logger.getLogger(DeadLetterControl.class);

    /// Consumers wait for a database that is away; who asks does not.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DeadLetters letters;
    private final List<Subscriber> subscribers;
    private final Audit audit;
    private final Outages outages;

    DeadLetterControl(DeadLetters letters, @All List<Subscriber> subscribers, Audit audit, Outages outages) {
        this.letters = letters;
        this.subscribers = List.copyOf(subscribers);
        this.audit = audit;
        this.outages = outages;
    }

    /// Has the record taken by who could make nothing of it; if that was nobody in particular, by all who
    /// read its topic. Each knows what it took before; the letter ends behind the effects, so that none is
    /// lost. Again: the same.
    ///
    /// Fails with a [ProblemException] `not-found`, or `conflict` if it was discarded, or if nothing can be
    /// made of it still.
    Uni<DeadLetter> replay(UUID id, Caller who) {
        return get(id).flatMap(letter -> switch (letter.state()) {
            case REPLAYED -> Uni.createFrom().item(letter);
            case DISCARDED -> throw conflict("It was discarded.");
            case OPEN ->
                letters.record(id)
                        .map(found -> found.orElseThrow(ProblemException::notFound))
                        .chain(record -> apply(letter, record))
                        .ifNoItem()
                        .after(PATIENCE)
                        .fail()
                        .onFailure(failure -> !outages.explain(failure))
                        .recoverWithUni(failure -> refuse(letter, failure))
                        .chain(() -> end(letter, DeadLetterState.REPLAYED, who));
        });
    }

    /// Puts it away. Again: the same.
    ///
    /// Fails with a [ProblemException] `not-found`, or `conflict` if it was replayed.
    Uni<DeadLetter> discard(UUID id, Caller who) {
        return get(id).flatMap(letter -> switch (letter.state()) {
            case DISCARDED -> Uni.createFrom().item(letter);
            case REPLAYED -> throw conflict("It was replayed.");
            case OPEN -> end(letter, DeadLetterState.DISCARDED, who);
        });
    }

    /// Fails with a [ProblemException] `not-found`.
    Uni<DeadLetter> get(UUID id) {
        return letters.find(id).map(found -> found.orElseThrow(ProblemException::notFound));
    }

    private Uni<Void> apply(DeadLetter letter, ConsumerRecord<byte[], byte[]> record) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Subscriber subscriber : subscribers) {
            if (takes(subscriber, letter)) {
                all = all.chain(() -> subscriber.apply(record));
            }
        }
        return all;
    }

    private static boolean takes(Subscriber subscriber, DeadLetter letter) {
        return letter.consumer() == null
                ? subscriber.topics().stream()
                        .anyMatch(topic -> topic.topicName().equals(letter.topic()))
                : subscriber.consumer().equals(letter.consumer());
    }

    private Uni<Void> refuse(DeadLetter letter, Throwable failure) {
        String reason = Intake.reason(failure);
        LOG.warnf(failure, "object=%s stays a dead letter: %s", letter.id(), reason);
        return letters.fail(letter.id(), reason)
                .chain(() -> Uni.createFrom().failure(conflict("Nothing can be made of it still: " + reason + ".")));
    }

    private Uni<DeadLetter> end(DeadLetter letter, DeadLetterState state, Caller who) {
        return TenantTransactions.inTenant(who.tenant(), session -> end(session, letter, state, who))
                .chain(() -> get(letter.id()))
                .invoke(ended -> demand(ended, state));
    }

    private Uni<Void> end(Mutiny.Session session, DeadLetter letter, DeadLetterState state, Caller who) {
        return letters.end(session, letter.id(), state, who.subject())
                .chain(ended -> ended
                        ? audit.done(session, who, deed(state), letter.id(), detail(letter))
                        : Uni.createFrom().voidItem());
    }

    /// Somebody else may have ended it meanwhile.
    private static void demand(DeadLetter ended, DeadLetterState state) {
        if (ended.state() != state) {
            throw conflict("Somebody else has ended it: " + ended.state().label() + ".");
        }
    }

    private static Deed deed(DeadLetterState state) {
        return state == DeadLetterState.REPLAYED ? Deed.DEAD_LETTER_REPLAY : Deed.DEAD_LETTER_DISCARD;
    }

    private static Map<String, String> detail(DeadLetter letter) {
        String consumer = letter.consumer();
        return Map.of(
                "topic",
                letter.topic(),
                "partition",
                Integer.toString(letter.partition()),
                "offset",
                Long.toString(letter.offset()),
                "consumer",
                consumer == null ? "" : consumer);
    }

    private static ProblemException conflict(String detail) {
        return new ProblemException(ProblemType.CONFLICT, detail);
    }
}
