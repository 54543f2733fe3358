package dev.atrium.gateway.policy;

import static dev.atrium.gateway.policy.Access.Decision.ALLOWED;
import static dev.atrium.gateway.policy.Access.Decision.FORBIDDEN;
import static dev.atrium.gateway.policy.Access.Decision.UNAUTHENTICATED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AccessTest {

    private static final Caller NOBODY = Anonymous.CALLER;
    private static final Caller READER =
            new Caller("key:1", new TenantId("acme"), "reader", Set.of(), Set.of(Scopes.ROOMS_READ));

    @Test
    void anonymousCallersGetInOnlyWhereItIsSaid() {
        assertEquals(ALLOWED, Access.everyone().decide(NOBODY));
        assertEquals(ALLOWED, Access.scope(Scopes.ROOMS_READ).orAnonymous().decide(NOBODY));
        assertEquals(UNAUTHENTICATED, Access.scope(Scopes.ROOMS_READ).decide(NOBODY));
        assertEquals(UNAUTHENTICATED, Access.credentials().decide(NOBODY));
    }

    @Test
    void credentialsWithoutTheScopeAreNotEnoughEvenWhereAnonymousIs() {
        assertEquals(ALLOWED, Access.scope(Scopes.ROOMS_READ).decide(READER));
        assertEquals(ALLOWED, Access.credentials().decide(READER));
        assertEquals(FORBIDDEN, Access.scope(Scopes.ROOMS_WRITE).decide(READER));
        assertEquals(FORBIDDEN, Access.scope(Scopes.FILES_READ).orAnonymous().decide(READER));
    }
}
