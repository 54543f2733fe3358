package dev.atrium.jobs.store;

import static dev.atrium.platform.testing.Patience.await;

import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusMock;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/// Deletes what is below one folder when it is let.
public final class HeldStore extends ObjectStore {

    private final ObjectKey folder;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);

    private HeldStore(S3AsyncClient s3, StoreConfig config, ObjectKey folder) {
        super(s3, config);
        this.folder = folder;
    }

    /// Takes the store's place until the test ends.
    public static HeldStore install(ObjectKey folder) {
        HeldStore store = new HeldStore(
                Arc.container().instance(S3AsyncClient.class).get(),
                Arc.container().instance(StoreConfig.class).get(),
                folder);
        QuarkusMock.installMockForType(store, ObjectStore.class);
        return store;
    }

    /// Waits until it is asked to delete.
    public void awaitAsked() {
        await().until(() -> asked.getCount() == 0);
    }

    public void letGoOn() {
        mayGoOn.countDown();
    }

    @Override
    public void deleteBelow(ObjectKey below) throws InterruptedException {
        if (below.equals(folder)) {
            asked.countDown();
            mayGoOn.await();
        }
        super.deleteBelow(below);
    }
}
