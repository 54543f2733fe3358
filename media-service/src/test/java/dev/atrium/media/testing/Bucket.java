package dev.atrium.media.testing;

import dev.atrium.media.storage.ObjectKey;
import dev.atrium.media.storage.StoreConfig;
import io.quarkus.arc.Arc;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// Looks into the object store.
public final class Bucket {

    private Bucket() {}

    /// Puts something there that the service knows nothing of.
    public static void put(ObjectKey key) {
        S3AsyncClient s3 = Arc.container().instance(S3AsyncClient.class).get();
        String bucket = Arc.container().instance(StoreConfig.class).get().bucket();
        s3.putObject(request -> request.bucket(bucket).key(key.value()), AsyncRequestBody.fromString("bytes"))
                .join();
    }

    /// Whether there is such an object.
    public static boolean has(ObjectKey key) {
        S3AsyncClient s3 = Arc.container().instance(S3AsyncClient.class).get();
        String bucket = Arc.container().instance(StoreConfig.class).get().bucket();
        try {
            s3.headObject(request -> request.bucket(bucket).key(key.value())).join();
            return true;
        } catch (CompletionException e) {
            if (e.getCause() instanceof NoSuchKeyException) {
                return false;
            }
            throw e;
        }
    }
}
