package dev.atrium.media.storage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;

/// The S3 client of the extension, with our patience: failed calls are tried again after growing, random pauses (MD-6).
final class StorageClient {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    @Produces
    @ApplicationScoped
    S3AsyncClient client(S3AsyncClientBuilder builder, StoreConfig config) {
        BackoffStrategy pauses = BackoffStrategy.exponentialDelay(FIRST_PAUSE, LONGEST_PAUSE);
        ClientOverrideConfiguration patient = builder.overrideConfiguration()
                .copy(override -> override.apiCallTimeout(config.callTimeout())
                        .retryStrategy(
                                retry -> retry.maxAttempts(config.attempts()).backoffStrategy(pauses)));
        return builder.overrideConfiguration(patient).build();
    }

    void close(@Disposes S3AsyncClient client) {
        client.close();
    }
}
