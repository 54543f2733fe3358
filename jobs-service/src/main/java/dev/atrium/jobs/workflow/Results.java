package dev.atrium.jobs.workflow;

import dev.atrium.jobs.retry.NonRetryableException;
import dev.atrium.jobs.store.ObjectKey;
import dev.atrium.jobs.store.ObjectStore;
import dev.atrium.jobs.store.StoreUnavailableException;
import dev.atrium.platform.hash.Sha256;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.tenancy.TenantConnections;
import dev.atrium.platform.web.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Keeps results: small ones in their rows, larger ones as objects. An object is there before its row says so. Its key
/// follows from the instance, the step and the bytes: who comes again writes the same, and nobody else's.
@ApplicationScoped
class Results {

    /// Of a tenant, in which each instance has one.
    private static final String FOLDER = "workflows";

    private final DataSource dataSource;
    private final ObjectStore store;
    private final WorkflowConfig config;

    Results(DataSource dataSource, ObjectStore store, WorkflowConfig config) {
        this.dataSource = dataSource;
        this.store = store;
        this.config = config;
    }

    /// The JSON of a result.
    ///
    /// @throws NonRetryableException if it is larger than results may be
    String json(byte[] json) {
        if (json.length > config.maxResult().asLongValue()) {
            throw new NonRetryableException(
                    "its result is larger than " + config.maxResult().asLongValue() + " bytes");
        }
        return new String(json, StandardCharsets.UTF_8);
    }

    /// What the row is to have.
    ///
    /// @param step null for the instance's own result
    /// @throws StoreUnavailableException if it must be kept apart and the object store is away
    StoredResult keep(WorkflowKey key, @Nullable String step, String json) throws SQLException, InterruptedException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= config.inlineResult().asLongValue()) {
            return StoredResult.inline(json);
        }
        String name = step == null ? "result" : Ids.named(step).toString();
        ObjectKey object = new ObjectKey(key.tenant(), folder(key).path() + "/" + name + "." + Sha256.hex(bytes));
        // First: whatever dies from here on, the clean-up knows that there may be something.
        TenantConnections.inTenant(dataSource, key.tenant(), connection -> WorkflowTable.hasObjects(connection, key));
        store.put(object, bytes, "application/json");
        return new StoredResult(null, object.path());
    }

    /// @return JSON; null if there is none
    /// @throws StoreUnavailableException if the object store is away
    @Nullable
    String read(TenantId tenant, StoredResult result) throws InterruptedException {
        if (result.object() == null) {
            return result.json();
        }
        byte[] bytes = store.get(new ObjectKey(tenant, result.object()));
        if (!result.object().endsWith("." + Sha256.hex(bytes))) {
            throw new IllegalStateException("a result in the object store is not what was written: " + result.object());
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// Deletes what an instance keeps apart.
    void delete(WorkflowKey key) throws InterruptedException {
        store.deleteBelow(folder(key));
    }

    /// Deletes what all instances of a tenant keep apart.
    void delete(TenantId tenant) throws InterruptedException {
        store.deleteBelow(new ObjectKey(tenant, FOLDER));
    }

    private static ObjectKey folder(WorkflowKey key) {
        return new ObjectKey(key.tenant(), FOLDER + "/" + Ids.named(key.id()));
    }
}
