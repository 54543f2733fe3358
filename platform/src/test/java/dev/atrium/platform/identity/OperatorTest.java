package dev.atrium.platform.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.platform.problem.ProblemException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class OperatorTest {

    private static final TenantId ACME = new TenantId("acme");

    private final Operator operator = new Operator(() -> Optional.of("acme"));

    @Test
    void theAdministratorsOfItsOrganisationDo() {
        Caller boss = caller(ACME, "admin");

        assertEquals(boss, operator.demand(boss));
        assertThrows(ProblemException.class, () -> operator.demand(caller(ACME, "sailor")));
        assertThrows(ProblemException.class, () -> operator.demand(caller(new TenantId("other"), "admin")));
    }

    @Test
    void withoutAnOrganisationNobodyDoes() {
        assertFalse(new Operator(Optional::empty).administers(caller(ACME, "admin")));
    }

    @Test
    void theCommonsHaveNoAdministrators() {
        assertFalse(caller(TenantId.COMMONS, "admin").isAdmin());
        assertThrows(IllegalArgumentException.class, () -> new Operator(() -> Optional.of("commons")));
    }

    @Test
    void aPathNamesATenantOrNothing() {
        assertEquals(ACME, Operator.tenant("acme"));
        assertThrows(ProblemException.class, () -> Operator.tenant("No Tenant"));
    }

    private static Caller caller(TenantId tenant, String role) {
        return new Caller("user:ann", tenant, "ann", Set.of(role), Set.of());
    }
}
