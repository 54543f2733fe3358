package dev.atrium.media.storage;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;

/// S3 clients of the extension, with our patience: failed calls are tried again after growing, random
/// pauses (MD-6). Each has connections of its own: a download keeps one for as long as its client reads,
/// and all else must not wait for that.
final class StorageClient {

    /// The client for downloads; the one without a name is for all else.
    static final String DOWNLOADS = "downloads";

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    @Produces
    @ApplicationScoped
    S3AsyncClient client(S3AsyncClientBuilder builder, StoreConfig config) {
        return patient(builder, config);
    }

    @Produces
    @ApplicationScoped
    @Identifier(DOWNLOADS)
    S3AsyncClient downloads(S3AsyncClientBuilder builder, StoreConfig config) {
        return patient(builder, config);
    }

    void close(@Disposes @Any S3AsyncClient client) {
        client.close();
    }

    private static S3AsyncClient patient(S3AsyncClientBuilder builder, StoreConfig config) {
        BackoffStrategy pauses = BackoffStrategy.exponentialDelay(FIRST_PAUSE, LONGEST_PAUSE);
        ClientOverrideConfiguration patient = builder.overrideConfiguration()
                .copy(override -> override.apiCallTimeout(config.callTimeout())
                        .retryStrategy(
                                retry -> retry.maxAttempts(config.attempts()).backoffStrategy(pauses)));
        return builder.overrideConfiguration(patient).build();
    }
}
