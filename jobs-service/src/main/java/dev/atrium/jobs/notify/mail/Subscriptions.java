package dev.atrium.jobs.notify.mail;

import dev.atrium.jobs.mail.MailAddress;
import dev.atrium.jobs.notify.Category;
import dev.atrium.platform.identity.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// What people want mail about again.
public final class Subscriptions {

    private Subscriptions() {}

    /// Takes back that somebody unsubscribed by a link, in the connection's transaction.
    public static void again(Connection connection, TenantId tenant, String subject, List<Category> categories)
            throws SQLException {
        Optional<MailAddress> address = Addresses.find(connection, tenant, subject);
        if (address.isPresent() && !categories.isEmpty()) {
            Suppressions.resubscribe(connection, tenant, address.get(), categories);
        }
    }
}
