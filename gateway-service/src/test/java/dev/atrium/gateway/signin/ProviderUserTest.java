package dev.atrium.gateway.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.atrium.gateway.tenancy.Tenancy;
import dev.atrium.gateway.tenancy.TenancyConfig.Mode;
import dev.atrium.platform.identity.TenantId;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;

/// Who signs in with a browser is where the tenancy mode says, as with an access token.
final class ProviderUserTest {

    private static final OidcConfig CONFIG =
            new SmallRyeConfigBuilder().withMapping(OidcConfig.class).build().getConfigMapping(OidcConfig.class);

    @Test
    void withOrganisationsTheNamedOneCounts() {
        assertEquals(new TenantId("acme"), tenant(Mode.MULTI, "ann", List.of("acme")));
        assertEquals(TenantId.COMMONS, tenant(Mode.MULTI, "ann", List.of()));
    }

    @Test
    void internallyAllShareOneTenantWhateverTheProviderNames() {
        assertEquals(Tenancy.SHARED, tenant(Mode.INTERNAL, "ann", List.of("acme")));
        assertEquals(Tenancy.SHARED, tenant(Mode.INTERNAL, "bob", List.of("acme", "globex")));
    }

    @Test
    void singlyEverybodyIsAloneWhateverTheProviderNames() {
        TenantId ann = tenant(Mode.SINGLE, "ann", List.of("acme"));

        assertEquals(ann, tenant(Mode.SINGLE, "ann", List.of("globex", "Not an id")));
        assertNotEquals(ann, tenant(Mode.SINGLE, "bob", List.of("acme")));
        assertNotEquals(new TenantId("acme"), ann);
    }

    @Test
    void rolesAreInAClaimOrInAPartOfOneAsAListOrAText() {
        for (Object claim : List.of(List.of("editor", "admin"), "editor admin")) {
            assertEquals(
                    Set.of("editor", "admin"), roles("realm_access/roles", Map.of("roles", claim), "realm_access"));
            assertEquals(Set.of("editor", "admin"), roles("groups", claim, "groups"));
            assertEquals(Set.of("editor", "admin"), roles("https://acme.test/roles", claim, "https://acme.test/roles"));
        }
        assertEquals(Set.of(), roles("realm_access/roles", "editor", "roles"));
    }

    private static Set<String> roles(String setting, Object claim, String name) {
        OidcConfig config = new SmallRyeConfigBuilder()
                .withMapping(OidcConfig.class)
                .withDefaultValue("atrium.oidc.roles-claim", setting)
                .build()
                .getConfigMapping(OidcConfig.class);
        JwtClaims claims = new JwtClaims();
        claims.setSubject("ann");
        claims.setExpirationTimeMinutesInTheFuture(5);
        claims.setClaim(name, claim);
        return new ProviderUser(config, new Tenancy(() -> Mode.MULTI))
                .of(claims, false)
                .roles();
    }

    private static TenantId tenant(Mode mode, String subject, List<String> organisations) {
        JwtClaims claims = new JwtClaims();
        claims.setSubject(subject);
        claims.setExpirationTimeMinutesInTheFuture(5);
        claims.setClaim("organization", organisations);
        claims.setClaim("realm_access", Map.of("roles", List.of("editor")));
        return new ProviderUser(CONFIG, new Tenancy(() -> mode))
                .of(claims, false)
                .tenant();
    }
}
