package dev.atrium.gateway.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.gateway.policy.Scopes;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TokenCallerTest {

    private static final Instant END = Instant.ofEpochSecond(2_000_000_000);

    @Test
    void theOrganisationIsTheTenantInWhateverFormItComes() {
        assertEquals("acme", tenant("acme"));
        assertEquals("acme", tenant(List.of("acme")));
        assertEquals("acme", tenant(Map.of("acme", Map.of("id", "1"))));
    }

    @Test
    void withoutAnOrganisationTheTenantIsCommons() {
        assertEquals("commons", tenant(null));
        assertEquals("commons", tenant(List.of()));
        assertEquals("commons", tenant(Map.of()));
    }

    @Test
    void severalOrganisationsAndImpossibleOnesAreRefused() {
        assertRefused("sub", List.of("acme", "globex"));
        assertRefused("sub", "Acme Ltd.");
        assertRefused("sub", "../acme");
        assertRefused("sub", "");
    }

    @Test
    void aTokenWithoutASubjectIsRefused() {
        assertRefused(null, "acme");
        assertRefused(" ", "acme");
        assertRefused("s".repeat(201), "acme");
    }

    @Test
    void aSignedInUserHasAllScopesAndItsRoles() {
        Caller caller = TokenCaller.of("1234", "ann", "acme", Set.of("admin"), END);

        assertEquals("user:1234", caller.subject());
        assertEquals("ann", caller.handle());
        assertEquals(Set.of("admin"), caller.roles());
        assertEquals(Scopes.ALL, caller.scopes());
        assertEquals(END, caller.expiresAt());
    }

    @Test
    void handlesAreShortAndClean() {
        assertEquals("ann", handle("a\u0000n\nn"));
        assertEquals(64, handle("x".repeat(100)).length());
        assertEquals("user-" + Integer.toHexString("1234".hashCode()), handle(null));
    }

    private static String tenant(@Nullable Object claim) {
        return TokenCaller.of("1234", "ann", claim, Set.of(), END).tenant().value();
    }

    private static String handle(@Nullable Object claim) {
        return TokenCaller.of("1234", claim, null, Set.of(), END).handle();
    }

    private static void assertRefused(@Nullable String subject, Object organisation) {
        ProblemException refused =
                assertThrows(ProblemException.class, () -> TokenCaller.of(subject, "ann", organisation, Set.of(), END));
        assertEquals(ProblemType.UNAUTHENTICATED, refused.type());
    }
}
