package dev.atrium.media.storage;

import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// Objects are written once under a key that follows from what they are, whole or not at all, and never change until
/// they are deleted (MD-6), or derived anew from a file that is processed again.
/// Every call is tried again with exponential back-off. A store that does not answer is the problem `unavailable`; an
/// object that ought to be there and is not is a fault of ours.
///
/// Items arrive on a thread of the S3 client: callers go back to their own context before they touch the database.
@ApplicationScoped
public class ObjectStore {

    private static final Duration PROBE = Duration.ofSeconds(2);

    /// Whoever removes or lists objects does so in a transaction, which PostgreSQL ends after 25 s without a word.
    private static final Duration LONGEST_IN_TRANSACTION = Duration.ofSeconds(20);

    private final S3AsyncClient s3;
    private final String bucket;
    private final Duration answerTimeout;
    private final Duration timeoutInTransaction;

    ObjectStore(S3AsyncClient s3, StoreConfig config) {
        this.s3 = s3;
        this.bucket = config.bucket();
        this.answerTimeout = config.answerTimeout();
        this.timeoutInTransaction =
                answerTimeout.compareTo(LONGEST_IN_TRANSACTION) < 0 ? answerTimeout : LONGEST_IN_TRANSACTION;
    }

    /// Stores a file's bytes. The store compares them with the checksum and takes nothing that differs.
    ///
    /// @param sha256 64 lower-case hexadecimal digits
    public Uni<Void> put(ObjectKey key, Path file, String sha256, String type) {
        String checksum = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256));
        return call(() -> s3.putObject(
                        request -> request.bucket(bucket)
                                .key(key.value())
                                .contentType(type)
                                .checksumSHA256(checksum),
                        AsyncRequestBody.fromFile(file)))
                .replaceWithVoid();
    }

    /// Opens an object for reading.
    ///
    /// @param range the bytes wanted, as the header `Range` says it; null for all of them
    /// @param turn given back when the bytes have come, or do not
    public Uni<StoredBytes> open(ObjectKey key, @Nullable String range, Shares.Share turn) {
        return call(() -> s3.getObject(
                        request -> request.bucket(bucket)
                                .key(key.value())
                                .range(range)
                                .overrideConfiguration(call -> call.apiCallAttemptTimeout(answerTimeout)),
                        new Opening(turn)))
                .onFailure()
                .invoke(turn::giveBack)
                .onCancellation()
                .invoke(turn::giveBack);
    }

    /// Copies an object into a file that does not exist yet.
    public Uni<Void> fetch(ObjectKey key, Path file) {
        return call(() -> s3.getObject(
                        request -> request.bucket(bucket).key(key.value()),
                        AsyncResponseTransformer.<GetObjectResponse>toFile(file)))
                .replaceWithVoid();
    }

    /// Deletes an object, if it is there.
    public Uni<Void> delete(ObjectKey key) {
        return call(() -> s3.deleteObject(request -> request.bucket(bucket)
                        .key(key.value())
                        .overrideConfiguration(call -> call.apiCallTimeout(timeoutInTransaction))))
                .replaceWithVoid();
    }

    /// Objects of the bucket, in the order of their keys.
    ///
    /// @param next the key behind which there are more; empty if there are none
    record Listed(List<Item> objects, String next) {

        Listed {
            objects = List.copyOf(objects);
        }

        /// An object.
        ///
        /// @param writtenAt by the store's clock
        record Item(String key, long bytes, Instant writtenAt) {}
    }

    /// Lists objects.
    ///
    /// @param after the key behind which they begin; empty: with the first
    /// @param most 1 to 1,000
    Uni<Listed> list(String after, int most) {
        return call(() -> s3.listObjectsV2(request -> request.bucket(bucket)
                        .startAfter(after.isEmpty() ? null : after)
                        .maxKeys(most)
                        .overrideConfiguration(call -> call.apiCallTimeout(timeoutInTransaction))))
                .map(ObjectStore::listed);
    }

    private static Listed listed(ListObjectsV2Response page) {
        List<Listed.Item> objects = page.contents().stream()
                .map(object -> new Listed.Item(object.key(), object.size(), object.lastModified()))
                .toList();
        return new Listed(
                objects,
                Boolean.TRUE.equals(page.isTruncated()) ? objects.getLast().key() : "");
    }

    /// Completes if the bucket answers within 2 seconds; is not tried again.
    public Uni<Void> probe() {
        return call(() -> s3.headBucket(
                        request -> request.bucket(bucket).overrideConfiguration(o -> o.apiCallTimeout(PROBE))))
                .replaceWithVoid();
    }

    private static <T> Uni<T> call(Supplier<CompletableFuture<T>> call) {
        return Uni.createFrom()
                .completionStage(call)
                .onFailure(SdkException.class)
                .transform(ObjectStore::problem);
    }

    private static Throwable problem(Throwable failure) {
        if (failure instanceof NoSuchKeyException) {
            return new IllegalStateException("an object is missing in the store", failure);
        }
        return new ProblemException(
                ProblemType.UNAVAILABLE, "The object store does not answer. Nothing was changed.", failure);
    }
}
