package dev.atrium.jobs.onboarding;

import dev.atrium.jobs.mail.MailAddress;
import dev.atrium.jobs.workflow.WorkflowKey;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import javax.sql.DataSource;

/// How many welcome mails leave: whoever starts an onboarding types the address and the name, keys are free, and nobody
/// has asked for the mail. An address gets one a day, whoever sends it in whichever tenant, and a sender has some.
@ApplicationScoped
class Welcomes {

    private static final Duration DAY = Duration.ofDays(1);
    private static final String HASH = "sha256(convert_to(?, 'UTF8'))";

    private static final String COUNTED =
            "select 1 from welcome_address where address = " + HASH + " and mail = " + HASH;
    private static final String TAKE_ADDRESS = "insert into welcome_address as w (address, mail, since) values (" + HASH
            + ", " + HASH + ", ?) on conflict (address) do update set mail = excluded.mail, since = excluded.since"
            + " where w.since < ?";
    private static final String GIVE_BACK = "delete from welcome_address where address = " + HASH;
    private static final String COUNT_SENDER = "insert into welcome_sender as w (sender, since, sent) values (" + HASH
            + ", ?, 1) on conflict (sender) do update"
            + " set since = case when w.since < ? then excluded.since else w.since end,"
            + " sent = case when w.since < ? then 1 else w.sent + 1 end where w.since < ? or w.sent < ?";

    /// Each mail takes away more than it brings.
    private static final String FORGET_ADDRESSES = "delete from welcome_address where address in (select address"
            + " from welcome_address where since < ? limit 10 for update skip locked)";

    private static final String FORGET_SENDERS = "delete from welcome_sender where sender in (select sender"
            + " from welcome_sender where since < ? limit 10 for update skip locked)";

    private final DataSource dataSource;
    private final OnboardingConfig config;
    private final InstantSource clock;

    Welcomes(DataSource dataSource, OnboardingConfig config, InstantSource clock) {
        this.dataSource = dataSource;
        this.config = config;
        this.clock = clock;
    }

    /// Counts the mail of an instance, once however often this is asked.
    ///
    /// @param sender subject on whose behalf the instance runs
    /// @return false if it must not leave
    boolean admit(WorkflowKey key, String sender, MailAddress address) throws SQLException {
        return TenantConnections.inTenant(
                dataSource, key.tenant(), connection -> admit(connection, key, sender, address));
    }

    private boolean admit(Connection connection, WorkflowKey key, String sender, MailAddress address)
            throws SQLException {
        String to = address.value().toLowerCase(Locale.ROOT);
        String mail = key.tenant() + "/" + key.id();
        if (Sql.exists(connection, COUNTED, to, mail)) {
            return true;
        }
        Instant now = clock.instant();
        Instant yesterday = now.minus(DAY);
        Sql.update(connection, FORGET_ADDRESSES, yesterday);
        Sql.update(connection, FORGET_SENDERS, yesterday);
        if (Sql.update(connection, TAKE_ADDRESS, to, mail, now, yesterday) == 0) {
            return false;
        }
        int most = sender.startsWith("user:") ? config.welcomesPerUser() : config.welcomesPerKey();
        String whose = key.tenant() + "/" + sender;
        if (Sql.update(connection, COUNT_SENDER, whose, now, yesterday, yesterday, yesterday, most) == 0) {
            Sql.update(connection, GIVE_BACK, to);
            return false;
        }
        return true;
    }
}
