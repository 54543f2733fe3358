package dev.atrium.jobs.onboarding;

import dev.atrium.jobs.notify.preference.PreferenceTable;
import dev.atrium.jobs.sql.Sql;
import dev.atrium.platform.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;

/// What was said of a user when it was created, in the table `recipient_profile` (it may be anybody's claim,
/// and no mail goes by it), and how the user wants to be notified.
@ApplicationScoped
class Recipients {

    private final InstantSource clock;

    Recipients(InstantSource clock) {
        this.clock = clock;
    }

    void saveProfile(Connection connection, TenantId tenant, OnboardingInput user) throws SQLException {
        Instant now = clock.instant();
        Sql.update(
                connection,
                "insert into recipient_profile (tenant, user_id, email, name, created_at, updated_at)"
                        + " values (?, ?, ?, ?, ?, ?) on conflict (tenant, user_id) do update set"
                        + " email = excluded.email, name = excluded.name, updated_at = excluded.updated_at",
                tenant.value(),
                user.userId(),
                user.address().value(),
                user.name(),
                now,
                now);
    }

    /// Sets the defaults; what the user has chosen meanwhile stays.
    void initialise(Connection connection, TenantId tenant, String subject) throws SQLException {
        PreferenceTable.initialise(connection, tenant, subject, clock.instant());
    }
}
