package dev.atrium.jobs.inbound;

import dev.atrium.jobs.members.Members;
import dev.atrium.jobs.notify.Departures;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/// Whether somebody on whose behalf something is done may still do it, as far as the organisation says.
final class Standing {

    /// Who writes messages.
    static final Set<String> WRITERS = Set.of("commenter", "editor", "admin", "owner");

    /// Who controls workflows of their own.
    static final Set<String> OPERATORS = Set.of("editor", "admin", "owner");

    private static final Set<String> ADMINS = Set.of("admin", "owner");

    private Standing() {}

    /// Whether the subject did not leave, and has one of the roles where its role is known: members of
    /// organisations that only the provider's tokens name are not.
    static boolean holds(Connection connection, TenantId tenant, Actor actor, Set<String> roles) throws SQLException {
        return !Departures.holds(connection, tenant, actor.subject())
                && role(connection, tenant, actor).map(roles::contains).orElse(true);
    }

    /// Whether the subject is known to administer the organisation.
    static boolean isAdmin(Connection connection, TenantId tenant, Actor actor) throws SQLException {
        return role(connection, tenant, actor).map(ADMINS::contains).orElse(false);
    }

    private static Optional<String> role(Connection connection, TenantId tenant, Actor actor) throws SQLException {
        return Members.role(connection, tenant, actor.subject());
    }
}
