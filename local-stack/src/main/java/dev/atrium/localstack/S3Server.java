package dev.atrium.localstack;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;

/// An S3 server on the file system, in this JVM. It verifies signatures and refuses anonymous requests.
final class S3Server implements Server {

    static final String BUCKET = "atrium";

    private final Path buckets;
    private final int port;
    private final Keys.S3Credentials credentials;
    private volatile @Nullable S3Proxy running;

    S3Server(DataDirectory data, int port, Keys.S3Credentials credentials) throws IOException {
        this.buckets = data.privateDirectory("s3");
        data.privateDirectory("s3/" + BUCKET); // the store takes a directory that others may read for a public bucket
        this.port = port;
        this.credentials = credentials;
    }

    @Override
    public CompletableFuture<Integer> start() throws Exception {
        TcpPort.requireFree(port);
        S3Proxy server = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(buckets.toString()))
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.AWS_V4, credentials.accessKey(), credentials.secretKey())
                .jettyMaxThreads(32)
                .build();
        server.start();
        running = server;
        return new CompletableFuture<>();
    }

    /// A server that is still starting ends with the process.
    @Override
    public void stop() throws Exception {
        S3Proxy server = running;
        if (server != null) {
            server.stop();
        }
    }
}
