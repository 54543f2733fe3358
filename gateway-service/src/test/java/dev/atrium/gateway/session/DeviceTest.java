package dev.atrium.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeviceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0 | Firefox on Linux
            Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36 Edg/130.0 | Edge on Windows
            Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15 | Safari on macOS
            Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 CriOS/130.0 Safari/604.1 | Chrome on iPhone
            Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36 | Chrome on Android
            curl/8.5.0 | curl/8.5.0
            <script>alert(1)</script> | unknown
            """)
    void browsersAreNamedAndOtherProgramsNameThemselves(String header, String name) {
        assertEquals(name, Device.program(header));
    }

    @Test
    void whoSaysNothingIsUnknown() {
        assertEquals("unknown", Device.program(null));
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.0/24",
        "2001:db8:7:1:0:0:0:0/64, 2001:db8:7::/48",
        "nonsense, unknown",
    })
    void ofAnAddressOnlyTheNetworkIsKept(String address, String network) {
        assertEquals(network, Device.network(address));
    }
}
