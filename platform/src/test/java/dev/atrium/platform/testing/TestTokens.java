package dev.atrium.platform.testing;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.InternalTokens;
import dev.atrium.platform.identity.TenantId;
import java.nio.file.Path;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;

/// Internal tokens for tests, signed with the stack's real gateway key.
public final class TestTokens {

    private TestTokens() {}

    /// A bearer token for the service under test.
    public static String of(Caller caller) {
        Path keys = Path.of(ConfigProvider.getConfig().getValue("atrium.keys", String.class));
        String audience = ConfigProvider.getConfig().getValue("quarkus.application.name", String.class);
        return InternalTokens.signedWith(keys.resolve("gateway.jwk")).issue(caller, audience);
    }

    /// A caller with the scopes given.
    public static Caller caller(String subject, String tenant, String... scopes) {
        return new Caller(subject, new TenantId(tenant), subject.replace(':', '-'), Set.of("member"), Set.of(scopes));
    }
}
