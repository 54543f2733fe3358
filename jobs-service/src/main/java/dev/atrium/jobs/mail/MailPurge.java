package dev.atrium.jobs.mail;

import dev.atrium.jobs.lane.Purge;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;

/// Forgets a year afterwards that a mail was sent, unless it is kept for ever ([Letter#keptForEver]): by
/// then what asked for it is long gone.
@Singleton
public final class MailPurge extends Purge {

    private static final Duration KEEP = Duration.ofDays(365);
    private static final int CHUNK = 1_000;

    MailPurge(DataSource dataSource, InstantSource clock) {
        super(dataSource, clock, "mail-purge", Duration.ofHours(6));
    }

    @Override
    public void run() throws SQLException {
        forget("select purge_mail_intents(?, ?)", CHUNK, KEEP);
    }
}
