package dev.atrium.jobs.onboarding;

import dev.atrium.jobs.notify.Departures;
import dev.atrium.jobs.notify.mail.Profiles;
import dev.atrium.jobs.notify.preference.PreferenceTable;
import dev.atrium.platform.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;

/// What is known of a user, by which mails greet it, and how the user wants to be notified.
@ApplicationScoped
class Recipients {

    private final InstantSource clock;

    Recipients(InstantSource clock) {
        this.clock = clock;
    }

    /// Keeps what was said of a user when it was created. Nothing, if it has left meanwhile.
    void saveProfile(Connection connection, TenantId tenant, OnboardingInput user) throws SQLException {
        if (!Departures.holds(connection, tenant, user.subject())) {
            Profiles.create(connection, tenant, user.profile(), clock.instant());
        }
    }

    /// Keeps what is said of a user now.
    void changeProfile(Connection connection, TenantId tenant, OnboardingInput user) throws SQLException {
        Profiles.change(connection, tenant, user.profile(), clock.instant());
    }

    /// Forgets a user.
    void forgetProfile(Connection connection, TenantId tenant, String userId) throws SQLException {
        Profiles.forget(connection, tenant, userId, clock.instant());
    }

    /// Sets the defaults; what the user has chosen meanwhile stays.
    void initialise(Connection connection, TenantId tenant, String subject) throws SQLException {
        PreferenceTable.initialise(connection, tenant, subject, clock.instant());
    }
}
