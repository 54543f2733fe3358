package dev.atrium.gateway.audit;

import static dev.atrium.platform.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.atrium.gateway.testing.AccessTokens;
import dev.atrium.gateway.testing.Database;
import dev.atrium.gateway.testing.Events;
import dev.atrium.gateway.testing.Gateway;
import dev.atrium.gateway.testing.StandIn;
import dev.atrium.platform.audit.Anchor;
import dev.atrium.platform.audit.AnchorKeys;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.event.Topic;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What leaves the database of how far audit trails go.
@QuarkusTest
final class AnchorsTest {

    private final String tenant = "anchors-" + Ids.next();
    private String admin = "";

    @Inject
    Anchors anchors;

    private final Path keys = Path.of(ConfigProvider.getConfig().getValue("atrium.keys", String.class));

    @BeforeEach
    void caller() {
        AccessTokens provider = StandIn.fresh().provider();
        Map<String, Object> claims =
                Map.of("organization", List.of(tenant), "realm_access", Map.of("roles", List.of("admin")));
        admin = "Bearer " + provider.sign(AccessTokens.claims("ann", claims));
    }

    @Test
    void aTrailGetsAnAnchorWhenItMovedAndTheLastOneIsOld() throws SQLException {
        deed();
        anchor();
        anchor();
        awaitAnchors(1);
        deed();
        anchor();
        age();
        anchor();
        age();
        anchor();

        awaitAnchors(2);

        assertEquals(List.of(1L, 2L), told().stream().map(Anchor::seq).toList());
        for (Anchor anchor : told()) {
            assertEquals(new TenantId(tenant), anchor.tenant());
            assertEquals(hash(anchor.seq()), anchor.hash());
        }
    }

    /// So that one sees between which two anchors it was done.
    @Test
    void alsoATrailThatWasWrittenAnewIsAnchored() throws SQLException {
        deed();
        anchor();
        awaitAnchors(1);
        age();
        Database.execute("set atrium.tenant = '" + tenant + "'; update audit_anchors set hash = 'another'");

        anchor();

        awaitAnchors(2);
    }

    @Test
    void aTrailWhoseAnchorFailsIsTriedAgain() throws SQLException {
        deed();
        Database.execute("create policy refused on audit_anchors as restrictive for insert with check (tenant <> '"
                + tenant + "')");
        try {
            assertFalse(anchors.anchor());
        } finally {
            Database.execute("drop policy refused on audit_anchors");
        }

        anchor();
        awaitAnchors(1);
    }

    @Test
    void anAnchorIsNoCredential() throws SQLException {
        deed();
        anchor();
        awaitAnchors(1);

        Gateway.send("GET", "/api/audit", "Authorization", "Bearer " + signed().getFirst())
                .assertProblem(ProblemType.UNAUTHENTICATED);
    }

    /// Of all tenants of all tests: on a busy machine that of one of them may fail.
    private void anchor() {
        await().pollDelay(Duration.ZERO).until(anchors::anchor);
    }

    private void deed() {
        assertEquals(
                201,
                Gateway.sendJson("POST", "/api/keys", "{}", "Authorization", admin)
                        .status());
    }

    /// As if the last anchor had been made long ago.
    private void age() {
        Database.execute("set atrium.tenant = '" + tenant
                + "'; update audit_anchors set anchored_at = anchored_at - interval '1 day'");
    }

    private String hash(long seq) {
        String sql = "select hash from audit where tenant = '" + tenant + "' and seq = ?::bigint";
        return Database.text(sql, Long.toString(seq));
    }

    private void awaitAnchors(int count) {
        await().until(() -> signed().size() == count);
    }

    private List<String> signed() {
        List<String> signed = new ArrayList<>();
        Events.about(Topic.AUDIT_ANCHORS, tenant).forEach(event -> {
            if (event.event() instanceof Event.AuditAnchored anchored) {
                signed.add(anchored.anchor());
            }
        });
        return signed;
    }

    private List<Anchor> told() {
        AnchorKeys known = AnchorKeys.in(keys.resolve("jwks.json"));
        return signed().stream()
                .map(anchor -> known.verify(anchor).orElseThrow())
                .toList();
    }
}
