package dev.atrium.jobs.schedule;

import dev.atrium.jobs.workflow.WorkflowKey;
import dev.atrium.platform.identity.TenantId;
import java.time.Instant;
import java.util.regex.Pattern;

/// Where a schedule is found, and the id of its execution.
///
/// @param id 1 to 100 letters, digits and `.` `_` `:` `@` `-`, the first a letter or digit
record ScheduleKey(TenantId tenant, String id) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,99}");

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    static ScheduleKey parse(String execution) {
        int slash = execution.indexOf('/');
        return new ScheduleKey(new TenantId(execution.substring(0, slash)), execution.substring(slash + 1));
    }

    /// The id of the instance that is started for a time: always the same, and none that a caller can
    /// choose.
    String instanceFor(Instant due) {
        return WorkflowKey.SCHEDULED + id + "." + due;
    }

    @Override
    public String toString() {
        return tenant + "/" + id;
    }
}
