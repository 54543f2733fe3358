package dev.atrium.jobs.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutsideRulesTest {

    private static final List<PortRange> PORTS =
            List.of(PortRange.parse("80"), PortRange.parse("443"), PortRange.parse("8000-9000"));
    private static final OutsideRules RULES = new OutsideRules(List.of(), PORTS, true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "https://example.com/hook?a=b&c=%20d",
                "HTTPS://Example.COM:8443/hook",
                "http://example.com:8000",
                "https://xn--bcher-kva.example/",
                "https://example.com/b\u00fccher",
                "https://localhost/", // a name like any other: judged when it is looked up
                "https://93.184.215.14/",
                "https://[2606:4700:4700::1111]/",
                "https://[64:ff9b::5db8:d70e]/",
                "https://[2002:5db8:d70e::1]/"
            })
    void publicAddressesAreTaken(String url) {
        assertEquals(Optional.empty(), RULES.refusal(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Other schemes, and what is no address of a host.
                "",
                "hook",
                "//example.com/",
                "ftp://example.com/",
                "file:///etc/passwd",
                "gopher://example.com/",
                "javascript:alert(1)",
                "https:example.com",
                "https://",
                "https:///hook",
                "https://exa mple.com/",
                "https://example.com\r\nX: y/",
                "https://example.com\\@127.0.0.1/",
                // Users, fragments, ports.
                "https://user@example.com/",
                "https://user:word@example.com/",
                "https://example.com@127.0.0.1/",
                "https://@example.com/",
                "https://example.com/#part",
                "https://example.com:0/",
                "https://example.com:22/",
                "https://example.com:6379/",
                "https://example.com:9001/",
                "https://example.com:65536/",
                "https://example.com:99999999999/",
                "https://example.com:-1/",
                // Names that are none.
                "https://exa_mple.com/",
                "https://-example.com/",
                "https://example..com/",
                "https://example.com./",
                "https://localhost./",
                "https://b\u00fccher.example/",
                // Loopback in all its forms.
                "http://127.0.0.1/",
                "http://127.255.255.254/",
                "http://127.1/",
                "http://127.0.1/",
                "http://2130706433/",
                "http://0x7f000001/",
                "http://0x7f.0.0.1/",
                "http://0x7f.1/",
                "http://017700000001/",
                "http://0177.0.0.1/",
                "http://0177.1/",
                "http://127.0.0.1./",
                "http://127.0.0.01/",
                "http://127.0.0.1.:80/",
                "http://127%2e0.0.1/",
                "http://\u2460\u2461\u2466.0.0.1/",
                "http://[::1]/",
                "http://[0:0:0:0:0:0:0:1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:7f00:1]/",
                "http://[0:0:0:0:0:ffff:127.0.0.1]/",
                "http://[::127.0.0.1]/",
                "http://[64:ff9b::127.0.0.1]/",
                "http://[64:ff9b::7f00:1]/",
                "http://[64:ff9b:1::7f00:1]/",
                "http://[2002:7f00:1::]/",
                "http://[::1%25lo]/",
                "http://[::1%lo]/",
                // Private, link-local and the rest.
                "http://0.0.0.0/",
                "http://0/",
                "http://10.0.0.1/",
                "http://100.64.0.1/",
                "http://100.127.255.255/",
                "http://169.254.169.254/latest/meta-data/",
                "http://172.16.0.1/",
                "http://172.31.255.255/",
                "http://192.0.0.8/",
                "http://192.0.2.1/",
                "http://192.88.99.1/",
                "http://192.168.1.1/",
                "http://198.18.0.1/",
                "http://198.51.100.7/",
                "http://203.0.113.9/",
                "http://224.0.0.1/",
                "http://240.0.0.1/",
                "http://255.255.255.255/",
                "http://3232235777/",
                "http://[::]/",
                "http://[::ffff:10.0.0.1]/",
                "http://[::ffff:a9fe:a9fe]/",
                "http://[64:ff9b::10.0.0.1]/",
                "http://[2002:a9fe:a9fe::1]/",
                "http://[2002:c0a8:101::]/",
                "http://[fc00::1]/",
                "http://[fd12:3456:789a::1]/",
                "http://[fe80::1]/",
                "http://[fec0::1]/",
                "http://[ff02::1]/",
                "http://[100::1]/",
                "http://[2001::1]/",
                "http://[2001:db8::1]/",
                "http://[3fff::1]/",
                "http://[5f00::1]/"
            })
    void everythingElseIsRefused(String url) {
        assertTrue(RULES.refusal(url).isPresent(), url);
    }

    @Test
    void addressesWithoutEncryptionNeedTheInstallationsPermission() {
        OutsideRules strict = new OutsideRules(List.of(), PORTS, false);

        assertEquals(Optional.of("must begin with https://"), strict.refusal("http://example.com/"));
        assertEquals(Optional.empty(), strict.refusal("https://example.com/"));
    }

    @Test
    void veryLongAddressesAreRefused() {
        assertTrue(RULES.refusal("https://example.com/" + "a".repeat(2_000)).isPresent());
        assertTrue(RULES.refusal("https://" + "a.".repeat(130) + "com/").isPresent());
    }

    @Test
    void ownNetworksCanBeAllowed() {
        OutsideRules own = new OutsideRules(
                List.of(Network.parse("127.0.0.1/32"), Network.parse(" fd00:1::/32 "), Network.parse("10.1.0.0/16")),
                PORTS,
                true);

        assertTrue(own.permits(InetAddress.ofLiteral("127.0.0.1")));
        assertTrue(own.permits(InetAddress.ofLiteral("::ffff:127.0.0.1")), "is the same address");
        assertTrue(own.permits(InetAddress.ofLiteral("fd00:1:2::3")));
        assertTrue(own.permits(InetAddress.ofLiteral("10.1.255.1")));
        assertFalse(own.permits(InetAddress.ofLiteral("127.0.0.2")));
        assertFalse(own.permits(InetAddress.ofLiteral("10.2.0.0")));
        assertFalse(own.permits(InetAddress.ofLiteral("fd00:2::1")));
        assertEquals(Optional.empty(), own.refusal("http://127.0.0.1/hook"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "name/8", "::/129"})
    void aMistypedNetworkFailsTheStart(String text) {
        assertThrows(IllegalArgumentException.class, () -> Network.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "65536", "90-80", "a-b", "80-"})
    void aMistypedPortFailsTheStart(String text) {
        assertThrows(IllegalArgumentException.class, () -> PortRange.parse(text));
    }
}
