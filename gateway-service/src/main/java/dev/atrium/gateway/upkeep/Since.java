package dev.atrium.gateway.upkeep;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// Of questions for what has changed since one has asked last. All times are of the database's clock:
/// those of gateways may differ. What is changed carries a time before its commit, so such a question
/// asks for a while more.
public final class Since {

    private Since() {}

    /// The first parameter of a question.
    ///
    /// @param last when it was asked last; null: never
    public static Tuple parameter(@Nullable Instant last) {
        return Tuple.tuple().addOffsetDateTime(last == null ? null : last.atOffset(ZoneOffset.UTC));
    }

    /// When it was asked.
    ///
    /// @param rows at least one, with a column `asked`
    public static Instant asked(RowSet<Row> rows) {
        return rows.iterator().next().getOffsetDateTime("asked").toInstant();
    }
}
