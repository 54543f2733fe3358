package dev.atrium.jobs.notify.push;

import com.zerodeplibs.webpush.VAPIDKeyPair;
import com.zerodeplibs.webpush.VAPIDKeyPairs;
import com.zerodeplibs.webpush.jwt.VAPIDJWTParam;
import com.zerodeplibs.webpush.key.PrivateKeySources;
import com.zerodeplibs.webpush.key.PublicKeySources;
import dev.atrium.jobs.mail.MailConfig;
import dev.atrium.platform.sql.Sql;
import dev.atrium.platform.tenancy.TenantConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// By what push services know this installation (RFC 8292): a pair of keys that is made at the first
/// need, and is the same for all nodes for ever, because subscriptions are bound to it.
@ApplicationScoped
public class PushIdentity {

    private static final int HOURS = 12;

    private final DataSource dataSource;
    private final MailConfig mail;
    private final InstantSource clock;
    private volatile @Nullable VAPIDKeyPair keys;

    PushIdentity(DataSource dataSource, MailConfig mail, InstantSource clock) {
        this.dataSource = dataSource;
        this.mail = mail;
        this.clock = clock;
    }

    /// What browsers must be given to subscribe (`applicationServerKey`), in base64url.
    String publicKey() throws SQLException {
        return keys().extractPublicKeyInUncompressedFormAsString();
    }

    /// The header `Authorization` for a push service, good for 12 hours.
    String authorization(String endpoint) throws SQLException {
        VAPIDJWTParam claims = VAPIDJWTParam.getBuilder()
                .resourceURLString(endpoint)
                .expirationTime(clock.instant().plus(java.time.Duration.ofHours(HOURS)))
                .subject("mailto:" + mail.from())
                .build();
        return keys().generateAuthorizationHeaderValue(claims);
    }

    private VAPIDKeyPair keys() throws SQLException {
        VAPIDKeyPair known = keys;
        if (known == null) {
            known = TenantConnections.inTransaction(dataSource, PushIdentity::load);
            keys = known;
        }
        return known;
    }

    private static VAPIDKeyPair load(Connection connection) throws SQLException {
        Optional<VAPIDKeyPair> present = find(connection);
        if (present.isPresent()) {
            return present.get();
        }
        KeyPair made = make();
        Base64.Encoder base64 = Base64.getEncoder();
        Sql.update(
                connection,
                "insert into push_identity (private_key, public_key) values (?, ?) on conflict do nothing",
                base64.encodeToString(made.getPrivate().getEncoded()),
                base64.encodeToString(made.getPublic().getEncoded()));
        return find(connection).orElseThrow();
    }

    private static Optional<VAPIDKeyPair> find(Connection connection) throws SQLException {
        Base64.Decoder base64 = Base64.getDecoder();
        return Sql.first(
                connection,
                "select private_key, public_key from push_identity",
                row -> VAPIDKeyPairs.of(
                        PrivateKeySources.ofPKCS8Bytes(base64.decode(row.getString("private_key"))),
                        PublicKeySources.ofX509Bytes(base64.decode(row.getString("public_key")))));
    }

    private static KeyPair make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has this curve", e);
        }
    }
}
