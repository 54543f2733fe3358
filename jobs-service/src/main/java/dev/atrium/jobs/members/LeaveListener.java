package dev.atrium.jobs.members;

import dev.atrium.platform.identity.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/// Does something about who leaves an organisation. Every bean of this type is told by
/// [MemberProjection], in the transaction in which it comes to count, which sees the organisation.
public interface LeaveListener {

    /// Somebody is no member any more.
    ///
    /// @param at when that happened; it may be heard of much later
    void left(Connection connection, TenantId tenant, String subject, Instant at) throws SQLException;

    /// The organisation was deleted.
    ///
    /// @param at as for [#left]
    void allLeft(Connection connection, TenantId tenant, Instant at) throws SQLException;
}
