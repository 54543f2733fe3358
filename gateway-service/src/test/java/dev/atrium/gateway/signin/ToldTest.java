package dev.atrium.gateway.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;

/// Providers say the same in different places.
final class ToldTest {

    private static final String HANDLE = "preferred_username";

    @Test
    void withAnAccessTokenForUsRolesAreItsOwnAsWithTheTokenAlone() {
        Told told = new Told(
                claims(Map.of("sub", "ann", HANDLE, "Ann", "groups", List.of("admin"))),
                claims(Map.of("sub", "ann")),
                claims(Map.of("sub", "ann", "groups", List.of("admin"))));

        assertEquals(Map.of("sub", "ann", HANDLE, "Ann"), told.user(HANDLE).getClaimsMap());
    }

    @Test
    void withoutOneUserInfoAddsToTheIdTokenAndChangesNothing() {
        Told told = new Told(
                claims(Map.of("sub", "ann", "exp", 1L)),
                null,
                claims(Map.of("sub", "ann", "exp", 2L, HANDLE, "Ann", "groups", List.of("admin"))));

        assertEquals(
                Map.of("sub", "ann", "exp", 1L, HANDLE, "Ann", "groups", List.of("admin")),
                told.user(HANDLE).getClaimsMap());
    }

    @Test
    void anAddressIsVerifiedByThePlaceThatNamesIt() {
        Told told = new Told(
                claims(Map.of("sub", "ann", "email", "new@example.org")),
                null,
                claims(Map.of("sub", "ann", "email", "ann@example.org", "email_verified", true)));

        assertEquals(Optional.of("ann@example.org"), told.email());
    }

    @Test
    void itIsEnoughWithAHandleAndAVerifiedAddress() {
        Told told = new Told(claims(Map.of("sub", "ann", HANDLE, "Ann")), null, null);

        assertFalse(told.isEnough(HANDLE));
        assertTrue(told.withAccess(
                        Optional.of(claims(Map.of("sub", "ann", "email", "ann@example.org", "email_verified", true))))
                .isEnough(HANDLE));
    }

    @Test
    void whatIsOfAnotherSubjectDoesNotCount() {
        Told told = new Told(claims(Map.of("sub", "ann")), null, null);
        Optional<JwtClaims> bobs = Optional.of(claims(Map.of("sub", "bob", HANDLE, "Bob")));

        assertEquals(told, told.withAccess(bobs));
        assertEquals(told, told.withInfo(bobs));
    }

    private static JwtClaims claims(Map<String, Object> of) {
        JwtClaims claims = new JwtClaims();
        of.forEach(claims::setClaim);
        return claims;
    }
}
