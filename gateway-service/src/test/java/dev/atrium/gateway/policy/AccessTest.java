package dev.atrium.gateway.policy;

import static dev.atrium.gateway.policy.Access.Decision.ALLOWED;
import static dev.atrium.gateway.policy.Access.Decision.FORBIDDEN;
import static dev.atrium.gateway.policy.Access.Decision.UNAUTHENTICATED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import java.util.Arrays;
import java.util.List;
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
    void whoItMustBeIsSaidApartFromScopes() {
        Caller stranger = caller("user:1", TenantId.COMMONS, Caller.ADMIN);
        Caller member = caller("user:1", new TenantId("acme"), "editor");
        Caller admin = caller("user:1", new TenantId("acme"), Caller.ADMIN);

        assertEquals(
                List.of(UNAUTHENTICATED, FORBIDDEN, ALLOWED, ALLOWED, ALLOWED),
                decisions(Access.Who.SIGNED_IN, NOBODY, READER, stranger, member, admin));
        assertEquals(
                List.of(UNAUTHENTICATED, FORBIDDEN, FORBIDDEN, ALLOWED, ALLOWED),
                decisions(Access.Who.MEMBER, NOBODY, READER, stranger, member, admin));
        assertEquals(
                List.of(UNAUTHENTICATED, FORBIDDEN, FORBIDDEN, FORBIDDEN, ALLOWED),
                decisions(Access.Who.ADMIN, NOBODY, READER, stranger, member, admin));
    }

    private static List<Access.Decision> decisions(Access.Who who, Caller... callers) {
        return Arrays.stream(callers).map(Access.only(who)::decide).toList();
    }

    private static Caller caller(String subject, TenantId tenant, String role) {
        return new Caller(subject, tenant, "x", Set.of(role), Set.of());
    }

    @Test
    void credentialsWithoutTheScopeAreNotEnoughEvenWhereAnonymousIs() {
        assertEquals(ALLOWED, Access.scope(Scopes.ROOMS_READ).decide(READER));
        assertEquals(ALLOWED, Access.credentials().decide(READER));
        assertEquals(FORBIDDEN, Access.scope(Scopes.ROOMS_WRITE).decide(READER));
        assertEquals(FORBIDDEN, Access.scope(Scopes.FILES_READ).orAnonymous().decide(READER));
    }
}
