package dev.atrium.jobs.queue;

import dev.atrium.jobs.dissolution.Estate;
import dev.atrium.jobs.dissolution.Round;
import dev.atrium.platform.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/// Jobs of an organisation that was deleted are cancelled; those that were given up are discarded later. What was asked
/// of them is forgotten then, and they themselves as jobs that have ended are.
@ApplicationScoped
class JobEstate implements Estate {

    private static final int CHUNK = 100;

    private final JobControl control;
    private final Round<UUID> ended = new Round<>(new UUID(0, 0));

    JobEstate(JobControl control) {
        this.control = control;
    }

    @Override
    public int end(Connection connection, TenantId tenant) throws SQLException {
        List<UUID> open = JobTable.open(connection, tenant, CHUNK);
        for (UUID id : open) {
            // Refused where it has ended meanwhile, which is as good.
            boolean _ = control.command(connection, new JobKey(tenant, id), new JobCommand.Cancel(), ACTOR);
        }
        return open.size();
    }

    @Override
    public int forget(Connection connection, TenantId tenant) throws SQLException {
        JobFilter dead = new JobFilter(tenant, null, JobState.DEAD, null, null, null, null);
        List<UUID> givenUp = JobTable.lock(connection, dead, null, CHUNK);
        for (UUID id : givenUp) {
            JobKey key = new JobKey(tenant, id);
            boolean _ = control.command(connection, key, new JobCommand.Discard(), ACTOR);
            JobTable.forgetPayload(connection, key);
        }
        return givenUp.size() + ended.next(tenant, last -> JobTable.forgetPayloads(connection, tenant, last, CHUNK));
    }
}
