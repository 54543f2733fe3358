package dev.atrium.gateway.usage;

import dev.atrium.gateway.intake.Intake;
import dev.atrium.gateway.intake.Subscriber;
import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Topic;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/// Adds up what was used. A batch of events, and that they came, are one statement, and Kafka's offsets
/// move behind it: so each event counts once, whatever comes again or is killed. While the database is
/// away the events wait; what it does not get done at once is added event by event.
@ApplicationScoped
public class UsageIntake implements Subscriber {

    /// Under which events are known that came. Those of files stay known for ever, as their topic does.
    static final String CONSUMER = "usage";

    /// As above, for files.
    static final String CONSUMER_OF_FILES = "usage-files";

    private static final Logger LOG = Logger.getLogger(UsageIntake.class);
    private static final String RECORD = "select record_usage($1, $2, $3, $4, $5, $6, $7)";

    /// PostgreSQL ends a statement that takes longer than it may.
    private static final String QUERY_CANCELED = "57014";

    private final Pool pool;
    private final Intake intake;

    UsageIntake(Pool pool, Intake intake) {
        this.pool = pool;
        this.intake = intake;
    }

    /// What an event says.
    private record Told(ConsumerRecord<byte[], byte[]> record, List<Entry> entries) {}

    /// Completes when all of the batch counts, or is a dead letter.
    @Incoming("usage")
    public Uni<Void> receive(ConsumerRecords<byte[], byte[]> records) {
        Map<String, Map<String, Told>> byConsumer = new HashMap<>();
        Uni<Void> all = Uni.createFrom().voidItem();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                // An event that is told twice in one batch is one.
                CloudEvent.decode(record)
                        .ifPresent(event -> byConsumer
                                .computeIfAbsent(consumer(record), _ -> new LinkedHashMap<>())
                                .putIfAbsent(event.id(), new Told(record, Entry.of(event))));
            } catch (RuntimeException e) {
                all = all.chain(() -> intake.bury(record, this, e));
            }
        }
        for (Map.Entry<String, Map<String, Told>> one : byConsumer.entrySet()) {
            all = all.chain(() -> add(one.getKey(), List.copyOf(one.getValue().values())));
        }
        return all;
    }

    @Override
    public String consumer() {
        return CONSUMER;
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.USAGE_EVENTS, Topic.MEDIA_EVENTS, Topic.WORKFLOWS_EVENTS);
    }

    @Override
    public Uni<Void> apply(ConsumerRecord<byte[], byte[]> record) {
        List<Entry> entries = CloudEvent.decode(record).map(Entry::of).orElse(List.of());
        return entries.isEmpty()
                ? Uni.createFrom().voidItem()
                : intake.<Boolean>patiently(CONSUMER, () -> isAdded(consumer(record), entries, 1))
                        .replaceWithVoid();
    }

    private static String consumer(ConsumerRecord<byte[], byte[]> record) {
        return record.topic().equals(Topic.MEDIA_EVENTS.topicName()) ? CONSUMER_OF_FILES : CONSUMER;
    }

    private Uni<Void> add(String consumer, List<Told> told) {
        List<Entry> entries =
                told.stream().flatMap(one -> one.entries().stream()).toList();
        if (entries.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return intake.<Boolean>patiently(CONSUMER, () -> isAdded(consumer, entries, told.size()))
                .chain(added -> added ? Uni.createFrom().voidItem() : each(consumer, told))
                .onFailure()
                .recoverWithUni(failure -> addEach(consumer, told, failure));
    }

    /// False if it takes too long for several events, which may never become better. One event is small:
    /// it waits.
    private Uni<Boolean> isAdded(String consumer, List<Entry> entries, int events) {
        Uni<Boolean> added = pool.preparedQuery(RECORD)
                .execute(parameters(consumer, entries))
                .replaceWith(true);
        return events == 1
                ? added
                : added.onFailure(UsageIntake::isTooSlow)
                        .invoke(() -> LOG.warnf("usage is added event by event, all took too long: events=%d", events))
                        .onFailure(UsageIntake::isTooSlow)
                        .recoverWithItem(false);
    }

    private static boolean isTooSlow(Throwable failure) {
        return failure instanceof PgException postgres && QUERY_CANCELED.equals(postgres.getSqlState());
    }

    /// What one event says that cannot be added must not hold up the others.
    private Uni<Void> addEach(String consumer, List<Told> told, Throwable failure) {
        return told.size() == 1 ? intake.bury(told.getFirst().record(), this, failure) : each(consumer, told);
    }

    private Uni<Void> each(String consumer, List<Told> told) {
        Uni<Void> each = Uni.createFrom().voidItem();
        for (Told one : told) {
            each = each.chain(() -> add(consumer, List.of(one)));
        }
        return each;
    }

    private static Tuple parameters(String consumer, List<Entry> entries) {
        return Tuple.tuple(List.of(
                consumer,
                array(entries, Entry::event, new String[0]),
                array(entries, entry -> entry.tenant().value(), new String[0]),
                array(entries, Entry::subject, new String[0]),
                array(entries, Entry::meter, new String[0]),
                array(entries, entry -> entry.hour().atOffset(ZoneOffset.UTC), new OffsetDateTime[0]),
                array(entries, Entry::amount, new Long[0])));
    }

    private static <T> T[] array(List<Entry> entries, Function<Entry, T> column, T[] type) {
        return entries.stream().map(column).toList().toArray(type);
    }
}
