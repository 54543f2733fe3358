package dev.atrium.gateway.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.jose4j.jwt.JwtClaims;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class VerifiedEmailTest {

    private static final String ADDRESS = "ann@example.org";

    @Test
    void anAddressCountsIfTheProviderHasVerifiedIt() {
        for (Object verified : new Object[] {true, "true"}) {
            assertEquals(Optional.of(ADDRESS), verified(ADDRESS, verified));
        }
    }

    @Test
    void otherwiseThereIsNone() {
        for (@Nullable Object verified : new @Nullable Object[] {null, false, "false", "yes", 1}) {
            assertEquals(Optional.empty(), verified(ADDRESS, verified));
        }
        assertEquals(Optional.empty(), verified(null, true));
        assertEquals(Optional.empty(), verified(" ", true));
    }

    private static Optional<String> verified(@Nullable String email, @Nullable Object verified) {
        JwtClaims claims = new JwtClaims();
        claims.setClaim("email", email);
        claims.setClaim("email_verified", verified);
        return VerifiedEmail.of(claims);
    }
}
