package dev.atrium.jobs.intake;

import dev.atrium.jobs.audit.Audits;
import dev.atrium.jobs.audit.Deed;
import dev.atrium.platform.event.AuditAction;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.EventType;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.tenancy.AfterCommit;
import dev.atrium.platform.tenancy.TenantConnections;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/// Ends dead letters: gives them their effect after all, or puts them away.
@ApplicationScoped
class DeadLetterControl {

    private static final Logger LOG = Logger.getLogger(DeadLetterControl.class);

    private static final EventType SECRET = EventType.INVITATION_SENT;

    private final DataSource dataSource;
    private final Intake intake;
    private final List<Subscriber> subscribers;
    private final Audits audits;
    private final InstantSource clock;

    DeadLetterControl(
            DataSource dataSource,
            Intake intake,
            @All List<Subscriber> subscribers,
            Audits audits,
            InstantSource clock) {
        this.dataSource = dataSource;
        this.intake = intake;
        this.subscribers = List.copyOf(subscribers);
        this.audits = audits;
        this.clock = clock;
    }

    /// Has the record taken by who could make nothing of it; if that was nobody in particular, by all who
    /// want its type and did not take it since. Who was told something newer of the same subject takes
    /// nothing. Effects, their inbox rows and the letter's end are one transaction. Again: the same.
    ///
    /// @throws ProblemException `not-found`; `conflict` if it was discarded, if nothing can be made of it
    ///     still, or if all were told something newer
    DeadLetterView replay(UUID id, Caller who) throws SQLException {
        try {
            return TenantConnections.inTransaction(dataSource, connection -> replay(connection, id, who));
        } catch (ProblemException e) {
            throw e;
        } catch (SQLException | RuntimeException e) {
            if (!Fault.isOfTheRecord(e)) {
                throw e;
            }
            String reason = Fault.reason(e);
            LOG.warnf(e, "object=%s stays a dead letter: %s", id, reason);
            TenantConnections.inTransaction(dataSource, connection -> {
                DeadLetters.fail(connection, id, reason);
                return id;
            });
            throw new ProblemException(ProblemType.CONFLICT, "Nothing can be made of it still: " + reason + ".");
        }
    }

    private DeadLetterView replay(Connection connection, UUID id, Caller who) throws SQLException {
        DeadLetterView letter = DeadLetters.lock(connection, id).orElseThrow(ProblemException::notFound);
        switch (letter.state()) {
            case REPLAYED -> {
                return letter;
            }
            case DISCARDED -> throw new ProblemException(ProblemType.CONFLICT, "It was discarded.");
            case OPEN -> {}
        }
        ConsumerRecord<byte[], byte[]> record = DeadLetters.record(connection, id);
        List<Subscriber> takers = takers(letter);
        if (takers.isEmpty()) {
            throw new UnusableEventException("nobody here takes it");
        }
        boolean isTaken = false;
        for (Subscriber taker : takers) {
            if (intake.replay(connection, taker, record)) {
                isTaken = true;
                AfterCommit.run(taker::applied);
            }
        }
        if (!isTaken) {
            throw new UnusableEventException("something newer was told of the same");
        }
        return end(connection, letter, DeadLetterState.REPLAYED, who);
    }

    private List<Subscriber> takers(DeadLetterView letter) {
        String type = letter.headers().getOrDefault(CloudEvent.TYPE, "");
        return subscribers.stream()
                .filter(subscriber -> letter.consumer() == null
                        ? EventType.named(type)
                                .map(subscriber.wanted()::contains)
                                .orElse(false)
                        : subscriber.consumer().equals(letter.consumer()))
                .toList();
    }

    /// With what stands in it, which the operator's trail tells of. Without it where the letter has
    /// ended, and where it would let in whoever knows it: the link of an invitation.
    ///
    /// @throws ProblemException `not-found`
    DeadLetterView read(UUID id, Caller who) throws SQLException {
        return TenantConnections.inTransaction(dataSource, connection -> {
            DeadLetterView letter = DeadLetters.find(connection, id).orElseThrow(ProblemException::notFound);
            if (letter.state() != DeadLetterState.OPEN
                    || SECRET.typeName().equals(letter.headers().get(CloudEvent.TYPE))) {
                return letter;
            }
            TenantConnections.enter(connection, who.tenant());
            audits.add(connection, who, deed(AuditAction.DEAD_LETTER_READ, letter));
            return letter.with(DeadLetters.content(connection, id));
        });
    }

    /// Puts it away. Again: the same.
    ///
    /// @throws ProblemException `not-found`; `conflict` if it was replayed
    DeadLetterView discard(UUID id, Caller who) throws SQLException {
        return TenantConnections.inTransaction(dataSource, connection -> {
            DeadLetterView letter = DeadLetters.lock(connection, id).orElseThrow(ProblemException::notFound);
            return switch (letter.state()) {
                case DISCARDED -> letter;
                case REPLAYED -> throw new ProblemException(ProblemType.CONFLICT, "It was replayed.");
                case OPEN -> end(connection, letter, DeadLetterState.DISCARDED, who);
            };
        });
    }

    private DeadLetterView end(Connection connection, DeadLetterView letter, DeadLetterState state, Caller who)
            throws SQLException {
        TenantConnections.enter(connection, who.tenant());
        DeadLetters.end(connection, letter.id(), state, who.subject(), clock.instant());
        AuditAction action =
                state == DeadLetterState.REPLAYED ? AuditAction.DEAD_LETTER_REPLAY : AuditAction.DEAD_LETTER_DISCARD;
        audits.add(connection, who, deed(action, letter));
        LOG.infof("object=%s actor=%s dead letter: %s", letter.id(), who.subject(), state.label());
        return DeadLetters.find(connection, letter.id()).orElseThrow();
    }

    private static Deed deed(AuditAction action, DeadLetterView letter) {
        Map<String, String> detail = Map.of(
                "topic",
                letter.topic(),
                "partition",
                Integer.toString(letter.partition()),
                "offset",
                Long.toString(letter.offset()),
                "consumer",
                letter.consumer() == null ? "" : letter.consumer());
        return new Deed(action, letter.id().toString(), detail);
    }
}
