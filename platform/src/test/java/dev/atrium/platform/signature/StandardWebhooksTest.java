package dev.atrium.platform.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The vectors are those of the reference libraries of Standard Webhooks and Svix.
final class StandardWebhooksTest {

    private static final String PUBLIC = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw|msg_p5jXN8AQM9LWM0D4loKWxJek|1614265330"
                        + "|{\"test\": 2432232314}|v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD|msg_27UH4WbU6Z5A5EzD8u03UvzRbpk|1649367553"
                        + "|{\"email\":\"test@example.com\",\"username\":\"test_user\"}"
                        + "|v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=",
                "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg=="
                        + "|msg_p5jXN8AQM9LWM0D4loKWxJek|1614265330|{\"test\": 2432232314}"
                        + "|v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg=="
            })
    void signaturesAreThoseOfTheSpecification(String secret, String id, long seconds, String body, String signature) {
        byte[] signed = StandardWebhooks.signed(id, seconds, body.getBytes(StandardCharsets.UTF_8));

        assertEquals(signature, StandardWebhooks.sign(secret, signed));
        assertTrue(StandardWebhooks.fits(
                secret.startsWith("whsk_") ? PUBLIC : secret, signed, List.of("v2,AAAA", signature)));
        assertFalse(StandardWebhooks.fits(
                secret.startsWith("whsk_") ? PUBLIC : secret, signed, List.of(signature.substring(0, 40))));
    }

    @Test
    void newSecretsAndKeysSignWhatTheyCheck() {
        byte[] signed = StandardWebhooks.signed("id", 1, new byte[] {1, 2, 3});
        String shared = StandardWebhooks.newSecret();
        StandardWebhooks.Keys keys = StandardWebhooks.newKeys();

        assertTrue(StandardWebhooks.isForChecking(shared));
        assertTrue(StandardWebhooks.isForChecking(keys.publicKey()));
        assertFalse(StandardWebhooks.isForChecking(keys.secret()));
        assertTrue(StandardWebhooks.fits(shared, signed, List.of(StandardWebhooks.sign(shared, signed))));
        assertTrue(
                StandardWebhooks.fits(keys.publicKey(), signed, List.of(StandardWebhooks.sign(keys.secret(), signed))));
        assertFalse(StandardWebhooks.fits(
                StandardWebhooks.newKeys().publicKey(), signed, List.of(StandardWebhooks.sign(keys.secret(), signed))));
        assertFalse(keys.toString().contains(keys.secret()));
    }

    @Test
    void onlySecretsSign() {
        assertThrows(IllegalArgumentException.class, () -> StandardWebhooks.sign(PUBLIC, new byte[0]));
    }
}
