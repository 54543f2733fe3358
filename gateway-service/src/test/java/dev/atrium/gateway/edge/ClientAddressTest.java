package dev.atrium.gateway.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientAddressTest {

    private final ClientAddress behindProxies =
            new ClientAddress(Set.of("10.0.0.0/8", "192.0.2.7", "2001:db8:ffff::/48"));

    @Test
    void whatAnybodySaysIsNotBelieved() {
        assertEquals("198.51.100.1", behindProxies.find("198.51.100.1", List.of("203.0.113.5")));
        assertEquals("10.1.2.3", new ClientAddress(Set.of()).find("10.1.2.3", List.of("203.0.113.5")));
    }

    @Test
    void aTrustedProxySaysWhoItsClientIs() {
        assertEquals("203.0.113.5", behindProxies.find("10.1.2.3", List.of("203.0.113.5")));
        assertEquals("203.0.113.5", behindProxies.find("192.0.2.7", List.of("203.0.113.5")));
        assertEquals("203.0.113.5", behindProxies.find("2001:db8:ffff::1", List.of("203.0.113.5")));
    }

    @Test
    void whatStandsBeforeTheLastUntrustedEntryAnybodyMayHaveWritten() {
        assertEquals(
                "203.0.113.5", behindProxies.find("10.1.2.3", List.of("127.0.0.1, 10.9.9.9,203.0.113.5 , 10.0.0.1")));
        assertEquals("203.0.113.5", behindProxies.find("10.1.2.3", List.of("127.0.0.1", "203.0.113.5", "10.0.0.1")));
    }

    @Test
    void whereAllIsTrustedTheFirstIsTheClient() {
        assertEquals("10.0.0.1", behindProxies.find("10.1.2.3", List.of("10.0.0.1, 10.0.0.2")));
        assertEquals("10.1.2.3", behindProxies.find("10.1.2.3", List.of()));
    }

    @Test
    void nobodyBehindAnUnreadableEntryIsBelieved() {
        assertEquals("10.0.0.2", behindProxies.find("10.1.2.3", List.of("203.0.113.5, unknown, 10.0.0.2")));
        assertEquals("10.1.2.3", behindProxies.find("10.1.2.3", List.of("")));
    }

    @Test
    void anIpv6CustomerIsOneNetwork() {
        String one = behindProxies.find("2001:db8:1:2:aaaa::1", List.of());

        assertEquals("2001:db8:1:2:0:0:0:0/64", one);
        assertEquals(one, behindProxies.find("2001:db8:1:2:bbbb:cccc:dddd:1%eth0", List.of()));
        assertEquals("198.51.100.1", behindProxies.find("::ffff:198.51.100.1", List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example", "10.0.0.0/x", "10.0.0.0/99", ""})
    void whatIsNoNetworkFailsTheStart(String network) {
        assertThrows(IllegalArgumentException.class, () -> new ClientAddress(Set.of(network)));
    }
}
