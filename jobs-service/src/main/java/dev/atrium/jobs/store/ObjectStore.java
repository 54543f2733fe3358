package dev.atrium.jobs.store;

import dev.atrium.platform.hash.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Objects of this service in the object store. They are written whole or not at all, and never change under their
/// key. All methods block, for virtual threads, and throw [StoreUnavailableException] where the store may do later what
/// was asked.
@ApplicationScoped
public class ObjectStore {

    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final S3AsyncClient s3;
    private final String bucket;

    @Inject
    ObjectStore(S3AsyncClient s3, StoreConfig config) {
        this(s3, config.bucket());
    }

    private ObjectStore(S3AsyncClient s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /// The same store's objects in another bucket.
    public ObjectStore in(String otherBucket) {
        return new ObjectStore(s3, otherBucket);
    }

    /// Stores bytes. The store compares them with their checksum and takes nothing that differs.
    ///
    /// @param bytes not copied: not to be changed before this returns
    public void put(ObjectKey key, byte[] bytes, String type) throws InterruptedException {
        String checksum = Base64.getEncoder().encodeToString(Sha256.of(bytes));
        await(s3.putObject(
                request -> request.bucket(bucket)
                        .key(key.value())
                        .contentType(type)
                        .checksumSHA256(checksum),
                AsyncRequestBody.fromBytesUnsafe(bytes)));
    }

    /// @throws MissingObjectException if there is no such object
    public byte[] get(ObjectKey key) throws InterruptedException {
        return await(s3.getObject(
                        request -> request.bucket(bucket).key(key.value()), AsyncResponseTransformer.toBytes()))
                .asByteArrayUnsafe();
    }

    /// A piece of an object.
    ///
    /// @param length at least 1; the object must have so many bytes from there on
    /// @throws MissingObjectException if there is no such object, or it is shorter
    public byte[] get(ObjectKey key, long offset, int length) throws InterruptedException {
        byte[] piece = await(s3.getObject(
                        request -> request.bucket(bucket)
                                .key(key.value())
                                .range("bytes=" + offset + "-" + (offset + length - 1)),
                        AsyncResponseTransformer.toBytes()))
                .asByteArrayUnsafe();
        if (piece.length != length) {
            throw new MissingObjectException("an object in the store is shorter than it was");
        }
        return piece;
    }

    /// How many bytes an object has.
    ///
    /// @throws MissingObjectException if there is no such object
    public long sizeBytes(ObjectKey key) throws InterruptedException {
        return await(s3.headObject(request -> request.bucket(bucket).key(key.value())))
                .contentLength();
    }

    /// How the objects right below a folder are named, in the order of their names.
    ///
    /// @param after the name behind which they begin, whether or not there is such an object; empty:
    ///     with the first
    /// @param most 1 to 1,000
    public List<String> names(ObjectKey folder, String after, int most) throws InterruptedException {
        String prefix = folder.value() + "/";
        return await(s3.listObjectsV2(request -> request.bucket(bucket)
                        .prefix(prefix)
                        .delimiter("/")
                        .startAfter(prefix + after)
                        .maxKeys(most)))
                .contents()
                .stream()
                .map(object -> object.key().substring(prefix.length()))
                .toList();
    }

    /// Deletes all objects whose keys begin with this one and a slash.
    public void deleteBelow(ObjectKey folder) throws InterruptedException {
        String prefix = folder.value() + "/";
        boolean more = true;
        String token = null;
        while (more) {
            ListObjectsV2Response page = list(prefix, token);
            for (S3Object object : page.contents()) {
                await(s3.deleteObject(request -> request.bucket(bucket).key(object.key())));
            }
            token = page.nextContinuationToken();
            more = token != null;
        }
    }

    private ListObjectsV2Response list(String prefix, @Nullable String token) throws InterruptedException {
        return await(s3.listObjectsV2(
                request -> request.bucket(bucket).prefix(prefix).continuationToken(token)));
    }

    private static <T> T await(CompletableFuture<T> call) throws InterruptedException {
        try {
            return call.get();
        } catch (InterruptedException e) {
            call.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof S3Exception missing && isMissing(missing)) {
                throw new MissingObjectException("an object is missing in the store", missing);
            }
            throw new StoreUnavailableException(e.getCause());
        }
    }

    /// Not where its bucket is: that may come back.
    private static boolean isMissing(S3Exception failure) {
        return failure instanceof NoSuchKeyException || failure.statusCode() == RANGE_NOT_SATISFIABLE;
    }
}
