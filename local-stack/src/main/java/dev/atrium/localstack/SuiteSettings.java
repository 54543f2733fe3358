package dev.atrium.localstack;

import java.io.IOException;
import java.util.List;

/// `run/suite.env`: what the services must know about this stack, as KEY=VALUE lines for their environment.
final class SuiteSettings {

    private SuiteSettings() {}

    static void write(DataDirectory data, Ports ports, Keys keys) throws IOException {
        DataDirectory.writePrivately(data.run().resolve("suite.env"), text(ports, keys));
    }

    static String text(Ports ports, Keys keys) {
        return String.join("\n", lines(ports, keys)) + "\n";
    }

    private static List<String> lines(Ports ports, Keys keys) {
        return List.of(
                "ATRIUM_POSTGRES=127.0.0.1:" + ports.postgres(),
                "ATRIUM_POSTGRES_PASSWORD=" + keys.postgres().suite(),
                "ATRIUM_POSTGRES_OWNER_PASSWORD=" + keys.postgres().suite(),
                "KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:" + ports.kafka(),
                "ATRIUM_S3_ENDPOINT=http://127.0.0.1:" + ports.s3(),
                "ATRIUM_S3_REGION=us-east-1",
                "ATRIUM_S3_BUCKET=" + S3Server.BUCKET,
                "ATRIUM_S3_ACCESS_KEY=" + keys.s3().accessKey(),
                "ATRIUM_S3_SECRET_KEY=" + keys.s3().secretKey(),
                "ATRIUM_REDIS=redis://127.0.0.1:" + ports.redis(),
                "ATRIUM_REDIS_PASSWORD=" + keys.redisPassword(),
                "ATRIUM_SMTP_HOST=127.0.0.1",
                "ATRIUM_SMTP_PORT=" + ports.smtp(),
                "ATRIUM_OIDC_ISSUER=http://127.0.0.1:" + ports.keycloak() + "/realms/atrium",
                "ATRIUM_OIDC_CLIENT=atrium-web",
                "ATRIUM_KEYS=" + keys.directory(),
                "ATRIUM_ROOM_URL=http://127.0.0.1:" + ports.room(),
                "ATRIUM_MEDIA_URL=http://127.0.0.1:" + ports.media(),
                "ATRIUM_JOBS_URL=http://127.0.0.1:" + ports.jobs(),
                "ATRIUM_SEARCH_URL=http://127.0.0.1:" + ports.search());
    }
}
