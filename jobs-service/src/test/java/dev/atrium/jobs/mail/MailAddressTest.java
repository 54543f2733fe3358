package dev.atrium.jobs.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.atrium.platform.identity.TenantId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MailAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"a@b.de", "first.last+tag@mail.example.com", "o'neil@example.org", "x_1@1and1.example"})
    void addressesOfPeopleAreTaken(String text) {
        assertEquals(Optional.of(new MailAddress(text)), MailAddress.parse(text));
    }

    @Test
    void internationalDomainBecomesAscii() {
        assertEquals(
                Optional.of(new MailAddress("info@xn--bcher-kva.example")), MailAddress.parse("info@bücher.example"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "a",
                "a@",
                "@b.de",
                "a@b",
                "a b@c.de",
                "a@b..de",
                ".a@b.de",
                "a.@b.de",
                "a..b@c.de",
                "a@-b.de",
                "a@b.de\r\nBcc: everyone@c.de",
                "a\r\nBcc: x@c.de",
                "a@b.de>,<c@d.de",
                "\"a b\"@c.de",
                "a@[127.0.0.1]",
                "a@b.de ",
                "a@b\u0000.de",
                "ä@b.de",
                "<a@b.de>",
                "a@b@c.de"
            })
    void anythingElseIsRefused(String text) {
        assertEquals(Optional.empty(), MailAddress.parse(text));
    }

    @Test
    void lengthIsBounded() {
        assertEquals(Optional.empty(), MailAddress.parse("a".repeat(65) + "@b.de"));
        assertEquals(Optional.empty(), MailAddress.parse("a@" + "b.".repeat(130) + "de"));
    }

    @Test
    void subjectCannotCarryAHeader() {
        MailAddress to = new MailAddress("a@b.de");
        TenantId tenant = new TenantId("acme");

        assertThrows(
                IllegalArgumentException.class, () -> new Letter(tenant, "k", to, "Hello\r\nBcc: x@y.de", "t", "h"));
    }
}
