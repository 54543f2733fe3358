package dev.atrium.gateway.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class VerifiedEmailTest {

    private static final String ADDRESS = "ann@example.org";

    @Test
    void anAddressCountsIfTheProviderHasVerifiedIt() {
        for (Object verified : new Object[] {true, "true", JsonValue.TRUE, Json.createValue("true")}) {
            assertEquals(Optional.of(ADDRESS), VerifiedEmail.of(ADDRESS, verified));
        }
        assertEquals(Optional.of(ADDRESS), VerifiedEmail.of(Json.createValue(ADDRESS), true));
    }

    @Test
    void otherwiseThereIsNone() {
        for (@Nullable Object verified : new @Nullable Object[] {null, false, "false", "yes", 1, JsonValue.FALSE}) {
            assertEquals(Optional.empty(), VerifiedEmail.of(ADDRESS, verified));
        }
        assertEquals(Optional.empty(), VerifiedEmail.of(null, true));
        assertEquals(Optional.empty(), VerifiedEmail.of(" ", true));
    }
}
