package dev.atrium.jobs.notify;

import dev.atrium.platform.event.Event;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Tells administrators that much of a quota of their organisation's plan is used, or all of it (GW-16).
final class QuotaNotice {

    private static final int ALL = 100;

    private QuotaNotice() {}

    /// In the connection's transaction, which sees the organisation.
    static void tell(Notifier notifier, Connection connection, Event.QuotaReached reached) throws SQLException {
        List<String> inOrder = reached.administrators().stream().sorted().toList();
        for (String administrator : inOrder) {
            notifier.add(connection, reached.tenant(), notification(reached, administrator));
        }
    }

    private static Notification notification(Event.QuotaReached reached, String administrator) {
        String meter = reached.meter().replace('-', ' ');
        String title = reached.percent() >= ALL
                ? "The plan '" + reached.plan() + "' has no more " + meter + " for your organisation"
                : reached.percent() + " % of the " + meter + " of your organisation's plan are used";
        String source = "quota:" + reached.meter() + ":" + reached.month() + ":" + reached.percent();
        return Notification.of(source, administrator, Category.SYSTEM, title)
                .withBody("The plan '" + reached.plan() + "' has " + reached.limit() + " " + meter + ".")
                .withLink("/api/plan")
                .inGroup("quota:" + reached.meter(), null);
    }
}
