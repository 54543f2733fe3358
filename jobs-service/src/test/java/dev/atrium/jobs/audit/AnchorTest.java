package dev.atrium.jobs.audit;

import static dev.atrium.platform.testing.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.jobs.store.ObjectKey;
import dev.atrium.jobs.store.ObjectStore;
import dev.atrium.jobs.testing.Api;
import dev.atrium.jobs.testing.JobsStack;
import dev.atrium.jobs.testing.Kafka;
import dev.atrium.platform.audit.Anchor;
import dev.atrium.platform.audit.AnchorKeys;
import dev.atrium.platform.audit.AnchorSigner;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.testing.Answer;
import dev.atrium.platform.web.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From the topic into the object store, and from there to administrators.
@QuarkusTest
@QuarkusTestResource(JobsStack.class)
final class AnchorTest {

    private static final Instant THEN = Instant.parse("2026-02-01T12:00:00.250Z");

    private final TenantId tenant = new TenantId(Api.freshTenant());
    private final Caller admin = caller("admin");

    @Inject
    Kafka kafka;

    @Inject
    ObjectStore store;

    private final Path keys = Path.of(ConfigProvider.getConfig().getValue("atrium.keys", String.class));

    @TempDir
    Path directory;

    @Test
    void anchorsAreKeptOnceAndReadInTheirOrder() {
        String first = send(anchor(7, THEN));
        String second = send(anchor(12, THEN.plusSeconds(3600)));
        String third = send(anchor(12, THEN.plusSeconds(7200)));
        tell(first);

        await().until(() -> anchors("").equals(List.of(first, second, third)));

        Answer page = page("?limit=2");
        assertEquals(List.of(7, 12), page.path("items.seq"));
        assertEquals("2026-02-01T12:00:00.250Z", page.path("items[0].time"));
        assertEquals("ab12", page.path("items[0].hash"));
        assertEquals(List.of(third), anchors("?limit=2&cursor=" + page.<String>path("nextCursor")));
        assertEquals(List.of(second, third), anchors("?from=2026-02-01T12:00:01Z"));
        assertEquals(List.of(first, second, third), anchors("?from=" + THEN));
    }

    @Test
    void objectsThatAreNoAnchorsArePassedOver() throws InterruptedException {
        String first = send(anchor(1, THEN));
        String second = send(anchor(2, THEN.plusSeconds(1)));
        String name = "audit/anchors/2026-02-01t12.00.00.250000000z-1.jws";
        for (String written : List.of("0b1c", "7f3a")) {
            store.put(new ObjectKey(tenant, name + written), new byte[1], "application/jose");
        }
        await().until(() -> anchors("").equals(List.of(first, second)));

        Answer page = page("?limit=1");

        assertEquals(List.of(first), page.path("items.jws"));
        assertEquals(List.of(second), anchors("?limit=1&cursor=" + page.<String>path("nextCursor")));
    }

    @Test
    void whatTheGatewayHasNotSignedIsNotKept() throws IOException, JoseException {
        Path strange = Files.writeString(
                directory.resolve("strange.jwk"),
                EcJwkGenerator.generateJwk(EllipticCurves.P256).toJson(OutputControlLevel.INCLUDE_PRIVATE));
        tell(AnchorSigner.with(strange).sign(anchor(1, THEN)));
        tell(signer().sign(new Anchor(new TenantId("other"), 1, "ab12", THEN)));
        tell("no.anchor.atall");
        String good = send(anchor(2, THEN));

        await().until(() -> !anchors("").isEmpty());

        assertEquals(List.of(good), anchors(""));
    }

    @Test
    void anchorsWaitForTheObjectStore() {
        JobsStack.withoutStorage(() -> {
            send(anchor(1, THEN));
            Api.get(admin, "/api/audit/anchors").expect(503);
        });

        await().untilAsserted(() -> assertEquals(1, anchors("").size()));
    }

    @Test
    void onlyAdministratorsReadThemAndOnlyTheirOwn() {
        send(anchor(1, THEN));
        await().until(() -> anchors("").size() == 1);
        Caller elsewhere =
                new Caller("user:eve", new TenantId(Api.freshTenant()), "eve", Set.of("admin"), Set.of("audit:read"));

        Api.get(caller("editor"), "/api/audit/anchors").expect(403);
        Api.get(elsewhere, "/api/audit/anchors").expect(200).body("items.size()", equalTo(0));
        for (String query : List.of("limit=0", "cursor=x", "cursor=Li4vYg", "from=yesterday")) {
            Api.get(admin, "/api/audit/anchors?" + query).expect(400);
        }
    }

    @Test
    void theOperatorReadsThoseOfAnyTenantAndNotUnseen() {
        String first = send(anchor(1, THEN));
        await().until(() -> anchors("").size() == 1);
        String path = "/api/tenants/" + tenant + "/audit/anchors";
        Caller operator =
                new Caller("user:olga", new TenantId(Api.OPERATORS), "olga", Set.of("admin"), Set.of("audit:read"));

        Api.get(operator, path).expect(200).body("items.jws", equalTo(List.of(first)));
        Api.get(operator, path + "?cursor=x").expect(400);
        Api.get(operator, "/api/tenants/" + Api.freshTenant() + "/audit/anchors")
                .expect(200)
                .body("items.size()", equalTo(0));
        for (Caller other : List.of(admin, caller("editor"))) {
            Api.get(other, path).expect(404);
        }

        await().until(
                        () -> kafka.deeds(tenant.value()),
                        deeds -> deeds.equals(List.of("user:olga audit-anchors.read {}")));
    }

    @Test
    void theKeysThatVerifyAnchorsAreToldWithoutWhatIsPrivate() throws IOException {
        Answer set = Api.get(caller("viewer"), "/api/audit/keys").expect(200);

        Path file = Files.writeString(directory.resolve("jwks.json"), set.text());
        assertEquals(
                anchor(3, THEN),
                AnchorKeys.in(file).verify(signer().sign(anchor(3, THEN))).orElseThrow());
        set.body("keys.d", everyItem(nullValue()));
    }

    private Caller caller(String role) {
        return new Caller("user:" + role, tenant, role, Set.of(role), Set.of("audit:read"));
    }

    private Anchor anchor(long seq, Instant time) {
        return new Anchor(tenant, seq, "ab12", time);
    }

    private AnchorSigner signer() {
        return AnchorSigner.with(keys.resolve("gateway.jwk"));
    }

    private String send(Anchor anchor) {
        String signed = signer().sign(anchor);
        tell(signed);
        return signed;
    }

    private void tell(String anchor) {
        kafka.send(Ids.next().toString(), new Event.AuditAnchored(tenant, anchor), null);
    }

    private Answer page(String query) {
        return Api.get(admin, "/api/audit/anchors" + query).expect(200);
    }

    private List<String> anchors(String query) {
        return page(query).path("items.jws");
    }
}
