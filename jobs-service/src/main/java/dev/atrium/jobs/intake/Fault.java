package dev.atrium.jobs.intake;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Whose fault a failed transaction is: the record's, or the world's, which is waited for.
final class Fault {

    /// SQL states of values that the database refuses: data exception, integrity constraint violation.
    private static final String DATA = "22";

    private static final String INTEGRITY = "23";

    private Fault() {}

    static boolean isOfTheRecord(Exception e) {
        SQLException sql = sql(e);
        if (sql == null) {
            return true;
        }
        String state = sql.getSQLState();
        return state != null && (state.startsWith(DATA) || state.startsWith(INTEGRITY));
    }

    static String reason(Exception e) {
        return e instanceof UnusableEventException unusable
                ? String.valueOf(unusable.getMessage())
                : "no effect possible: " + e.getClass().getSimpleName();
    }

    private static @Nullable SQLException sql(@Nullable Throwable e) {
        if (e == null) {
            return null;
        }
        return e instanceof SQLException sql ? sql : sql(e.getCause());
    }
}
