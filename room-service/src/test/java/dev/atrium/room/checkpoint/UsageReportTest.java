package dev.atrium.room.checkpoint;

import static dev.atrium.platform.testing.Patience.await;
import static dev.atrium.room.chat.Samples.ADA;
import static dev.atrium.room.chat.Samples.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.roomlog.Restorer;
import dev.atrium.platform.roomlog.RoomEvent;
import dev.atrium.platform.roomlog.RoomEvent.Kind;
import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.roomlog.RoomEvent.RoomCreated;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.platform.web.Ids;
import dev.atrium.room.testing.Api;
import dev.atrium.room.testing.ComponentTest;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/// How many messages were posted, as others are told.
@ComponentTest
final class UsageReportTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant LATER = NOW.plus(1, ChronoUnit.HOURS);

    @Inject
    Checkpoint checkpoint;

    @Inject
    UsageReport report;

    @Inject
    Vertx vertx;

    private final TenantId tenant = new TenantId(Api.newTenant());
    private final String room = Ids.next().toString();

    @Test
    void eachMessageIsCountedOnceHoweverOftenItIsWritten() {
        List<RoomEvent> events = List.of(
                created(tenant),
                message(tenant, 2, NOW, ADA),
                message(tenant, 3, NOW, ADA),
                message(tenant, 4, LATER, ADA));
        done(checkpoint.write(events.subList(0, 2)));
        done(checkpoint.write(events.subList(0, 3)));
        done(report.report());

        done(checkpoint.write(events));
        done(checkpoint.write(events));
        done(report.report());
        done(report.report());

        Map<String, Long> expected = Map.of("@" + hour(NOW), 2L, "@" + hour(LATER), 1L);
        await().untilAsserted(() -> assertEquals(expected, told(tenant)));
    }

    @Test
    void whatComesBackFromABackupIsNotCounted() {
        RoomCreated restored =
                new RoomCreated(tenant, room, 1, NOW, "Lobby", Kind.CHAT, Visibility.PRIVATE, Restorer.ACTOR);
        done(checkpoint.write(List.of(restored, message(tenant, 2, NOW, ADA))));
        done(checkpoint.write(List.of(
                message(tenant, 3, NOW, ADA),
                new RoomEvent.MemberRemoved(tenant, room, 4, NOW, Restorer.ACTOR, Restorer.SUBJECT))));

        done(checkpoint.write(List.of(message(tenant, 5, LATER, ADA))));
        done(report.report());

        await().untilAsserted(() -> assertEquals(Map.of("@" + hour(LATER), 1L), told(tenant)));
    }

    @Test
    void inTheCommonsItIsToldWhoPostedThem() {
        Actor somebody = new Actor("key:" + Ids.next(), "somebody");
        done(checkpoint.write(List.of(
                created(TenantId.COMMONS),
                message(TenantId.COMMONS, 2, NOW, somebody),
                message(TenantId.COMMONS, 3, NOW, somebody))));

        done(report.report());

        await().untilAsserted(() -> assertEquals(2L, told(TenantId.COMMONS).get(somebody.subject() + "@" + hour(NOW))));
    }

    @Test
    void aDatabaseThatSaysNothingIsNotWaitedForWithoutEnd() throws Exception {
        NetServer silent = vertx.createNetServer()
                .connectHandler(_ -> {})
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        PgConnectOptions there = new PgConnectOptions()
                .setHost("127.0.0.1")
                .setPort(silent.actualPort())
                .setUser("nobody");
        Pool pool = Pool.newInstance(
                PgBuilder.pool().connectingTo(there).using(vertx).build());
        UsageReport hanging = new UsageReport(pool, vertx, "room-service", Duration.ofMillis(100));

        Uni<Boolean> givenUp = hanging.report()
                .map(_ -> false)
                .onFailure(TimeoutException.class)
                .recoverWithItem(true);

        assertTrue(givenUp.await().atMost(PATIENCE));
        Future<Void> _ = silent.close();
    }

    /// All that was told of a tenant, by `subject@hour`.
    private static Map<String, Long> told(TenantId tenant) {
        Map<String, Long> told = new TreeMap<>();
        for (CloudEvent event : events()) {
            if (event.event() instanceof Event.UsageReported reported
                    && reported.tenant().equals(tenant)) {
                reported.amounts().forEach(amount -> {
                    assertEquals("messages", amount.meter());
                    told.merge(amount.subject() + "@" + amount.hour(), amount.amount(), Long::sum);
                });
            }
        }
        return told;
    }

    private static List<CloudEvent> events() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
        List<CloudEvent> events = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.USAGE_EVENTS.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> CloudEvent.decode(record).ifPresent(events::add));
            }
        }
        return events;
    }

    private RoomCreated created(TenantId of) {
        return new RoomCreated(of, room, 1, NOW, "Lobby", Kind.CHAT, Visibility.PUBLIC, ADA);
    }

    private MessagePosted message(TenantId of, long sequence, Instant at, Actor sender) {
        return new MessagePosted(
                of, room, sequence, at, Ids.next().toString(), sender, "hello", null, null, null, List.of());
    }

    private static Instant hour(Instant time) {
        return time.truncatedTo(ChronoUnit.HOURS);
    }

    private static void done(Uni<Void> work) {
        work.await().atMost(PATIENCE);
    }
}
