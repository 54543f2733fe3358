package dev.atrium.media.storage;

import static dev.atrium.media.testing.Api.as;
import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.media.testing.Api;
import dev.atrium.media.testing.Bucket;
import dev.atrium.media.testing.ComponentTest;
import dev.atrium.media.testing.Rows;
import dev.atrium.media.testing.Samples;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@ComponentTest
final class StraysTest {

    private static final int PAGE = 20;

    private final TenantId tenant =
            new TenantId("strays-" + UUID.randomUUID().toString().substring(0, 8));
    private final Caller caller = Api.someone(tenant.value());
    private final ObjectKey bytes = ObjectKey.content(tenant, "0".repeat(64));
    private final ObjectKey derived = ObjectKey.derived(tenant, Ids.next(), 0, "preview.jpg");

    @Inject
    DataSource dataSource;

    @Inject
    ObjectStore store;

    @Inject
    MeterRegistry metrics;

    @Test
    void whatNoRowKnowsGoesAndAllElseStays() throws SQLException {
        String file = Api.upload(caller, "a.txt", Samples.utf8("Hello"));
        Api.derive(caller, file).expect(200);
        String sha256 = as(caller).get("/api/files/{id}", file).path("sha256");
        List<ObjectKey> known = List.of(
                ObjectKey.content(tenant, sha256), ObjectKey.derived(tenant, UUID.fromString(file), 0, "text.txt"));
        List<ObjectKey> others = List.of(
                other("backups/" + UUID.randomUUID() + "/" + "0".repeat(64)),
                other("workflows/" + UUID.randomUUID() + "/result." + "0".repeat(64)),
                other("audit/anchors/1"),
                other("derived/" + UUID.randomUUID()),
                other("0".repeat(63)));
        others.forEach(Bucket::put);
        Bucket.put(bytes);
        Bucket.put(derived);

        round(true, Duration.ofDays(2));

        await().untilAsserted(() -> assertFalse(Bucket.has(bytes) || Bucket.has(derived)));
        await().until(() -> Rows.removals(tenant.value()) == 0);
        known.forEach(key -> assertTrue(Bucket.has(key), key.value()));
        others.forEach(key -> assertTrue(Bucket.has(key), key.value()));
    }

    @Test
    void whatIsYoungIsNoStray() throws SQLException {
        Bucket.put(bytes);

        Strays.Round round = round(true, Duration.ZERO);

        assertEquals(0, round.objects());
        assertEquals(0, Rows.removals(tenant.value()));
    }

    @Test
    void whatIsClaimedIsNoStray() throws SQLException {
        Bucket.put(bytes);
        TenantConnections.inTenant(
                dataSource,
                tenant,
                connection -> Sql.update(
                        connection,
                        "insert into object_removal (id, tenant, object_key, sha256, due_at) values (?, ?, ?, ?, ?)",
                        Ids.next(),
                        tenant.value(),
                        bytes.value(),
                        bytes.sha256(),
                        Instant.now().plus(Duration.ofHours(1))));

        round(true, Duration.ofDays(2));

        assertEquals(1, Rows.removals(tenant.value()));
    }

    @Test
    void straysAreOnlyCountedUnlessTheyAreToGo() throws SQLException {
        Bucket.put(bytes);
        double before = metrics.counter("atrium.media.objects.strays").count();

        Strays.Round round = round(false, Duration.ofDays(2));

        assertTrue(round.objects() >= 1);
        assertTrue(round.bytes() >= 5);
        assertEquals(
                before + round.objects(),
                metrics.counter("atrium.media.objects.strays").count());
        assertEquals(0, Rows.removals(tenant.value()));
        assertTrue(Bucket.has(bytes));
    }

    @Test
    void roundsEndAndTheNextOneIsTomorrow() throws SQLException {
        TenantConnections.inTransaction(
                dataSource, connection -> Sql.update(connection, "update stray_round set due_at = now()"));

        await().until(() -> TenantConnections.inTransaction(
                dataSource,
                connection -> Sql.exists(
                        connection,
                        "select 1 from stray_round where after_key = '' and due_at > now() + interval '20 hours'")));
    }

    /// @param later how much time has passed
    private Strays.Round round(boolean remove, Duration later) throws SQLException {
        InstantSource clock = () -> Instant.now().plus(later);
        Strays strays = new Strays(dataSource, store, clock, config(remove), metrics);
        return TenantConnections.inTransaction(dataSource, connection -> {
            Strays.Round round = strays.page(connection, new Strays.Round("", 0, 0), PAGE);
            while (!round.after().isEmpty()) {
                round = strays.page(connection, round, PAGE);
            }
            return round;
        });
    }

    private static StrayConfig config(boolean remove) {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(StrayConfig.class)
                .withDefaultValue("atrium.media.strays.remove", Boolean.toString(remove))
                .build()
                .getConfigMapping(StrayConfig.class);
    }

    private ObjectKey other(String path) {
        return new ObjectKey(tenant + "/" + path, null);
    }
}
