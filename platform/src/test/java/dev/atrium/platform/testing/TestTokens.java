package dev.atrium.platform.testing;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.InternalTokens;
import dev.atrium.platform.identity.TenantId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.ConfigProvider;

/// Internal tokens for tests, signed with the stack's real gateway key.
public final class TestTokens {

    /// By the file of the key: they issue a token again as long as it is good, as the gateway's do.
    private static final Map<Path, InternalTokens> TOKENS = new ConcurrentHashMap<>();

    private TestTokens() {}

    /// A bearer token for the service under test.
    public static String of(Caller caller) {
        return issue(caller, ConfigProvider.getConfig().getValue("quarkus.application.name", String.class));
    }

    /// A token by which an open socket goes on.
    public static String renewal(Caller caller) {
        return issue(caller, InternalTokens.SOCKET_AUDIENCE);
    }

    /// The caller with a credential that ends.
    public static Caller until(Instant end, Caller caller) {
        return new Caller(caller.subject(), caller.tenant(), caller.handle(), caller.roles(), caller.scopes(), end);
    }

    /// A caller with the scopes given.
    public static Caller caller(String subject, String tenant, String... scopes) {
        return new Caller(subject, new TenantId(tenant), subject.replace(':', '-'), Set.of("member"), Set.of(scopes));
    }

    private static String issue(Caller caller, String audience) {
        Path keys = Path.of(ConfigProvider.getConfig().getValue("atrium.keys", String.class));
        return TOKENS.computeIfAbsent(keys.resolve("gateway.jwk"), InternalTokens::signedWith)
                .issue(caller, audience);
    }
}
