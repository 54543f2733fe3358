package dev.atrium.gateway.tenancy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.tenancy.TenancyConfig.Mode;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TenancyTest {

    private static final TenantId ACME = new TenantId("acme");

    @Test
    void internallyAllWhoSignInShareOneTenantAndStrangersStayOutside() {
        assertEquals(Tenancy.SHARED, tenant(Mode.INTERNAL, "user:ann", TenantId.COMMONS));
        assertEquals(Tenancy.SHARED, tenant(Mode.INTERNAL, "user:bob", ACME));
        assertEquals(TenantId.COMMONS, tenant(Mode.INTERNAL, "key:1", TenantId.COMMONS));
    }

    @Test
    void singlyEverybodyIsAloneAndAlwaysInTheSamePlace() {
        TenantId ann = tenant(Mode.SINGLE, "user:ann", TenantId.COMMONS);

        assertEquals(ann, tenant(Mode.SINGLE, "user:ann", ACME));
        assertNotEquals(ann, tenant(Mode.SINGLE, "user:bob", TenantId.COMMONS));
        assertNotEquals(ann, tenant(Mode.SINGLE, "key:ann", TenantId.COMMONS));
        assertTrue(ann.value().startsWith("u-"), ann.value());
    }

    @Test
    void whateverTheSubjectItsOwnTenantHasAValidName() {
        for (String subject : new String[] {"user:auth0|ä/..", "user:" + "x".repeat(200), "key:1"}) {
            assertEquals(
                    42, tenant(Mode.SINGLE, subject, TenantId.COMMONS).value().length());
        }
    }

    @Test
    void withOrganisationsTheNamedOneCounts() {
        assertEquals(ACME, tenant(Mode.MULTI, "user:ann", ACME));
        assertEquals(TenantId.COMMONS, tenant(Mode.MULTI, "user:ann", TenantId.COMMONS));
        assertTrue(new Tenancy(() -> Mode.MULTI).hasOrganisations());
        assertTrue(!new Tenancy(() -> Mode.SINGLE).hasOrganisations());
        assertTrue(!new Tenancy(() -> Mode.INTERNAL).hasOrganisations());
    }

    @Test
    void nothingElseOfThePrincipalChanges() {
        Caller ann = new Caller(
                "user:ann", ACME, "Ann", Set.of("admin"), Set.of("rooms:read"), Instant.ofEpochSecond(2_000_000_000));

        Caller placed = new Tenancy(() -> Mode.INTERNAL).place(ann);

        assertEquals(new Caller("user:ann", Tenancy.SHARED, "Ann", ann.roles(), ann.scopes(), ann.expiresAt()), placed);
    }

    @Test
    void whoHasSignedInAdministersATenantOfOnesOwn() {
        assertTrue(administers(Mode.SINGLE, "user:ann"));
        assertTrue(!administers(Mode.SINGLE, "key:ann"));
        assertTrue(!administers(Mode.INTERNAL, "user:ann"));
        assertTrue(!administers(Mode.MULTI, "user:ann"));
    }

    private static boolean administers(Mode mode, String subject) {
        return new Tenancy(() -> mode)
                .place(new Caller(subject, ACME, "x", Set.of("sailor"), Set.of()))
                .isAdmin();
    }

    private static TenantId tenant(Mode mode, String subject, TenantId named) {
        return new Tenancy(() -> mode)
                .place(new Caller(subject, named, "x", Set.of(), Set.of()))
                .tenant();
    }
}
