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
    private static final Map<String, Quota> SOME = Map.of(
            "messages-per-user", Quota.of("300/1M"),
            "open-sockets-per-user", Quota.of("200"),
            "requests-per-tenant", Quota.UNLIMITED,
            "search-per-user", Quota.of("5/1M"));

    @Test
    void isReadAsItWasWritten() {
        TenantLimits limits =
                new TenantLimits(Map.of(ACME, SOME, new TenantId("other"), Map.of("rooms-per-key", Quota.of("9/1D"))));

        assertEquals(
                "acme messages-per-user=300/60S open-sockets-per-user=200 requests-per-tenant=unlimited"
                        + " search-per-user=5/60S\n"
                        + "other rooms-per-key=9/86400S",
                limits.text());
        assertEquals(limits, TenantLimits.parse(limits.text()));
        assertEquals(TenantLimits.NONE, TenantLimits.parse(TenantLimits.NONE.text()));
    }

    @Test
    void thatOnlyANewerVersionKnowsALimitIsNoFault() {
        TenantLimits read = TenantLimits.parse("acme open-thoughts-per-user=1 rooms-per-user=9/1D");

        assertEquals(
                Map.of("open-thoughts-per-user", Quota.of("1"), "rooms-per-user", Quota.of("9/1D")), read.of(ACME));
        assertEquals(Map.of(), read.of(new TenantId("other")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme",
                "acme x",
                "acme =9/1D",
                "acme rooms-per-user=",
                "acme rooms-per-user=9",
                "acme open-sockets-per-ip=9/1D"
            })
    void anythingElseIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> TenantLimits.parse(text));
    }
}
