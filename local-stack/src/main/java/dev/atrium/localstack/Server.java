package dev.atrium.localstack;

import java.util.concurrent.CompletableFuture;

/// One part of the stack. [#start] and [#stop] are called by different threads; a stop may come during a start.
sealed interface Server permits PostgresServer, KafkaServer, S3Server, RedisServer, MailServer, KeycloakServer {

    /// Returns when the part answers.
    ///
    /// @return completes with the exit status should the part end by itself; it can then be started again
    /// @throws Exception with a reason for the user
    CompletableFuture<Integer> start() throws Exception;

    /// Ends the part and leaves nothing running; also while it starts.
    void stop() throws Exception;
}
