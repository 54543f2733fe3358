package dev.atrium.jobs.queue;

import dev.atrium.jobs.lane.Party;
import dev.atrium.jobs.lane.Turns;
import dev.atrium.platform.identity.TenantId;
import java.util.UUID;

/// Where a job is found, and the id of its execution.
record JobKey(TenantId tenant, UUID id) {

    static JobKey parse(String execution) {
        int slash = execution.indexOf('/');
        return new JobKey(new TenantId(execution.substring(0, slash)), UUID.fromString(execution.substring(slash + 1)));
    }

    /// As an execution of its owner's.
    ///
    /// @param subject on whose behalf the job runs
    Turns.Entry entry(String subject) {
        return new Turns.Entry(toString(), Party.of(tenant, subject));
    }

    @Override
    public String toString() {
        return tenant + "/" + id;
    }
}
