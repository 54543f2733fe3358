package dev.atrium.jobs.backup;

import org.jspecify.annotations.Nullable;

/// How it stands with what a workflow instance makes, where its own row does not know: that the instance
/// was cancelled, or is not there any more.
public final class InstanceStatus {

    private InstanceStatus() {}

    /// The status as an expression in SQL.
    ///
    /// @param table alias of a table with a `status`, beside which `w` is the instance or null
    public static String of(String table) {
        return "case when " + table + ".status <> 'running' then " + table + ".status"
                + " when w.status is null then 'failed' when w.status in ('failed', 'cancelled') then w.status"
                + " else 'running' end";
    }

    /// Why it failed; in which step is the workflow's matter.
    public static @Nullable String reason(@Nullable String error) {
        return error == null ? null : error.replaceFirst("^step [^:]*: ", "");
    }
}
