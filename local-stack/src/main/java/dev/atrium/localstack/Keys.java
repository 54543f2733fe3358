package dev.atrium.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/// The secrets of one stack. Made once, then kept: tokens and stored objects of earlier starts stay valid.
///
/// @param directory holds `gateway.jwk`, `jobs.jwk`, `room.jwk` (private), `jwks.json` (their public
///     halves), `gateway-data.key`, `jobs-data.key` and `gateway-session.key`
/// @param s3 what the S3 server accepts
/// @param postgres what PostgreSQL accepts
/// @param redisPassword of everybody
/// @param keycloakAdminPassword of the user `admin` in Keycloak's own realm
public record Keys(
        Path directory,
        S3Credentials s3,
        PostgresPasswords postgres,
        String redisPassword,
        String keycloakAdminPassword) {

    private static final List<String> SIGNERS = List.of("gateway", "jobs", "room");

    /// By which services seal the secrets of others, and by which the gateway knows its own session tokens.
    private static final List<String> SYMMETRIC_KEYS =
            List.of("gateway-data.key", "jobs-data.key", "gateway-session.key");

    private static final int SYMMETRIC_KEY_BYTES = 32;
    private static final int PASSWORD_BYTES = 20;

    /// An S3 access key and its secret.
    public record S3Credentials(String accessKey, String secretKey) {
        /// Does not show the secret.
        @Override
        public String toString() {
            return "S3Credentials[" + accessKey + "]";
        }
    }

    /// Passwords in PostgreSQL.
    ///
    /// @param superuserFile holds the one of `postgres`, who can run programs as whoever runs the server
    /// @param superuser the same
    /// @param suite of the suite's roles
    public record PostgresPasswords(Path superuserFile, String superuser, String suite) {
        /// Does not show the passwords.
        @Override
        public String toString() {
            return "PostgresPasswords";
        }
    }

    /// Creates what is missing in the directory. Survives a kill between any two files.
    public static Keys in(Path directory) throws IOException, GeneralSecurityException {
        Path superuser = directory.resolve("postgres-superuser-password");
        if (!Files.exists(directory.resolve("jwks.json"))) {
            createSigningKeys(directory);
        }
        for (String signer : SIGNERS) {
            if (!Files.exists(directory.resolve(signer + ".jwk"))) {
                addSigningKey(directory, signer);
            }
        }
        for (String key : SYMMETRIC_KEYS) {
            String _ = secret(directory.resolve(key), SYMMETRIC_KEY_BYTES);
        }
        return new Keys(
                directory,
                new S3Credentials(
                        secret(directory.resolve("s3-access-key"), 10), secret(directory.resolve("s3-secret-key"), 20)),
                new PostgresPasswords(
                        superuser,
                        secret(superuser, PASSWORD_BYTES),
                        secret(directory.resolve("postgres-password"), PASSWORD_BYTES)),
                secret(directory.resolve("redis-password"), PASSWORD_BYTES),
                secret(directory.resolve("keycloak-admin-password"), 12));
    }

    /// Does not show the secrets.
    @Override
    public String toString() {
        return "Keys[" + directory + "]";
    }

    /// The public set is written last: while it is missing, no token was verified, and all keys are made anew.
    private static void createSigningKeys(Path directory) throws IOException, GeneralSecurityException {
        StringBuilder set = new StringBuilder("{\"keys\":[");
        for (String signer : SIGNERS) {
            SigningKey key = SigningKey.generate();
            DataDirectory.writePrivately(directory.resolve(signer + ".jwk"), key.privateJwk());
            set.append(set.charAt(set.length() - 1) == '[' ? "" : ",").append(key.publicJwk());
        }
        DataDirectory.writePrivately(
                directory.resolve("jwks.json"), set.append("]}").toString());
    }

    /// For a stack of an earlier version, which did not have this signer. A kill between the two files leaves a public
    /// key that nobody uses.
    private static void addSigningKey(Path directory, String signer) throws IOException, GeneralSecurityException {
        SigningKey key = SigningKey.generate();
        Path file = directory.resolve("jwks.json");
        String set = Files.readString(file);
        DataDirectory.writePrivately(file, set.substring(0, set.lastIndexOf(']')) + "," + key.publicJwk() + "]}");
        DataDirectory.writePrivately(directory.resolve(signer + ".jwk"), key.privateJwk());
    }

    private static String secret(Path file, int bytes) throws IOException {
        if (!Files.exists(file)) {
            byte[] random = new byte[bytes];
            new SecureRandom().nextBytes(random);
            DataDirectory.writePrivately(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file);
    }
}
