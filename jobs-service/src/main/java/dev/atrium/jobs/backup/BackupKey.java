package dev.atrium.jobs.backup;

import dev.atrium.jobs.store.ObjectKey;
import dev.atrium.jobs.workflow.WorkflowKey;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Ids;
import java.util.UUID;

/// Names a backup.
public record BackupKey(TenantId tenant, UUID id) {

    /// The backup that a workflow instance makes.
    static BackupKey of(WorkflowKey instance) {
        return new BackupKey(instance.tenant(), Ids.named("backup:" + instance));
    }

    /// Below which its objects lie.
    public ObjectKey folder() {
        return new ObjectKey(tenant, "backups/" + id);
    }

    /// @param name lower-case letters, digits, dots and hyphens
    ObjectKey object(String name) {
        return new ObjectKey(tenant, "backups/" + id + "/" + name);
    }

    @Override
    public String toString() {
        return tenant + "/backup:" + id;
    }
}
