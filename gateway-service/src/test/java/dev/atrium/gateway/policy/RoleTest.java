package dev.atrium.gateway.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RoleTest {

    @Test
    void eachRoleMayWhatThoseBeforeItMay() {
        Set<String> before = Set.of();
        for (Role role : Role.values()) {
            assertTrue(role.scopes().containsAll(before), role.label());
            before = role.scopes();
        }
        assertEquals(Scopes.ALL, Role.OWNER.scopes());
    }

    @Test
    void aViewerOnlyReadsAndTendsWhatIsItsOwn() {
        Set<String> own = Set.of(Scopes.NOTIFICATIONS_WRITE, Scopes.SESSIONS_WRITE, Scopes.PREFERENCES_WRITE);
        assertTrue(Role.VIEWER.scopes().stream().allMatch(scope -> scope.endsWith(":read") || own.contains(scope)));
        assertTrue(
                Scopes.ALL.stream().filter(scope -> scope.endsWith(":read")).allMatch(Role.VIEWER.scopes()::contains));
    }

    @Test
    void aCommenterWritesMessagesAndNothingElse() {
        Set<String> more = new TreeSet<>(Role.COMMENTER.scopes());
        more.removeAll(Role.VIEWER.scopes());

        assertEquals(Set.of(Scopes.MESSAGES_WRITE), more);
    }

    @Test
    void onlyOwnersAndAdminsAdminister() {
        for (Role role : Role.values()) {
            assertEquals(role.isAtLeast(Role.ADMIN), role.roles().contains("admin"), role.label());
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aKeyIsWorthNoMoreThanItsMaker(Role role) {
        Set<String> some = Set.of(Scopes.ROOMS_READ, Scopes.USERS_WRITE);

        assertTrue(role.scopes().containsAll(role.within(some)));
        assertTrue(some.containsAll(role.within(some)));
        assertFalse(role.within(some).isEmpty());
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aRoleIsFoundByItsLabel(Role role) {
        assertEquals(role, Role.labelled(role.label()));
    }
}
