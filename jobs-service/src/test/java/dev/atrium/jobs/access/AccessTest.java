package dev.atrium.jobs.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.jobs.testing.Api;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import org.junit.jupiter.api.Test;

final class AccessTest {

    @Test
    void adminSeesAllOfItsTenant() {
        Caller admin = Api.admin("acme");

        assertNull(Access.subject(admin));
        assertTrue(Access.sees(admin, "user:somebody"));
        Access.requireAdmin(admin);
    }

    @Test
    void nobodyIsAnAdminOfTheCommons() {
        Caller admin = Api.admin(TenantId.COMMONS.value());

        assertEquals(admin.subject(), Access.subject(admin));
        assertFalse(Access.sees(admin, "user:somebody"));
        assertThrows(ProblemException.class, () -> Access.requireAdmin(admin));
    }
}
