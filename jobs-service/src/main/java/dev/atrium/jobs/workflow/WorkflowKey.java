package dev.atrium.jobs.workflow;

import dev.atrium.jobs.lane.Party;
import dev.atrium.jobs.lane.Turns;
import dev.atrium.platform.identity.TenantId;
import java.util.List;
import java.util.regex.Pattern;

/// Where an instance is found, and the id of its execution.
///
/// @param id 1 to 200 letters, digits and `.` `_` `:` `@` `-`, the first a letter or digit
public record WorkflowKey(TenantId tenant, String id) {

    /// How ids of instances begin that a schedule has started.
    public static final String SCHEDULED = "schedule:";

    /// How ids of instances begin that another instance has started.
    static final String CHILD = "child:";

    /// Those of backups and restores follow from idempotency keys, which others may know.
    private static final List<String> RESERVED = List.of(SCHEDULED, CHILD, "backup:", "restore:");

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,199}");

    /// @throws IllegalArgumentException if the id does not have the syntax above
    public WorkflowKey {
        if (!isId(id)) {
            throw new IllegalArgumentException("not the id of a workflow instance");
        }
    }

    /// Whether the text can be the id of an instance.
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /// Whether the id is one that only we give: nobody can take it from the instance that it is meant for.
    static boolean isReserved(String id) {
        return RESERVED.stream().anyMatch(id::startsWith);
    }

    static WorkflowKey parse(String execution) {
        int slash = execution.indexOf('/');
        return new WorkflowKey(new TenantId(execution.substring(0, slash)), execution.substring(slash + 1));
    }

    /// As an execution of its owner's.
    ///
    /// @param subject on whose behalf the instance runs
    Turns.Entry entry(String subject, String type) {
        return new Turns.Entry(toString(), Party.of(tenant, subject), type);
    }

    @Override
    public String toString() {
        return tenant + "/" + id;
    }
}
