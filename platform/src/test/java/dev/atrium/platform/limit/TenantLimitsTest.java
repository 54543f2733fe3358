package dev.atrium.platform.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.platform.identity.TenantId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TenantLimitsTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final Map<Limit, Quota> SOME = Map.of(
            Limit.MESSAGES_PER_USER, Quota.of("300/1M"),
            Limit.OPEN_SOCKETS_PER_USER, Quota.of("200"),
            Limit.REQUESTS_PER_TENANT, Quota.UNLIMITED);

    @Test
    void isReadAsItWasWritten() {
        TenantLimits limits = new TenantLimits(
                Map.of(ACME, SOME, new TenantId("other"), Map.of(Limit.ROOMS_PER_KEY, Quota.of("9/1D"))));

        assertEquals(
                "acme requests-per-tenant=unlimited messages-per-user=300/60S open-sockets-per-user=200\n"
                        + "other rooms-per-key=9/86400S",
                limits.text());
        assertEquals(limits, TenantLimits.parse(limits.text()));
        assertEquals(TenantLimits.NONE, TenantLimits.parse(TenantLimits.NONE.text()));
    }

    @Test
    void whatANewerVersionLimitsIsPassedOver() {
        TenantLimits read = TenantLimits.parse("acme thoughts-per-user=1/1M rooms-per-user=9/1D");

        assertEquals(Map.of(Limit.ROOMS_PER_USER, Quota.of("9/1D")), read.of(ACME));
        assertEquals(Map.of(), read.of(new TenantId("other")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme",
                "acme x",
                "acme rooms-per-user=",
                "acme rooms-per-user=9",
                "acme open-sockets-per-ip=9/1D"
            })
    void anythingElseIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> TenantLimits.parse(text));
    }
}
