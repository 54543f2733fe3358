package dev.atrium.gateway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// With the vectors of the reference implementations of Standard Webhooks.
final class StandardSignatureTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String PUBLIC = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final long TIME = 1_614_265_330;
    private static final Instant NOW = Instant.ofEpochSecond(TIME);
    private static final String BODY = "{\"test\": 2432232314}";
    private static final String V1 = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final String V1A =
            "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";

    private final Signature scheme = Scheme.STANDARD.signature();

    @Test
    void theVectorsFit() {
        assertTrue(scheme.isProven(delivery(V1), List.of(SECRET), NOW));
        assertTrue(scheme.isProven(delivery(V1A), List.of(PUBLIC), NOW));
        Delivery other = Deliveries.of(
                "{\"email\":\"test@example.com\",\"username\":\"test_user\"}",
                "webhook-id",
                "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
                "webhook-timestamp",
                "1649367553",
                "webhook-signature",
                "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=");
        assertTrue(scheme.isProven(
                other, List.of("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"), Instant.ofEpochSecond(1_649_367_553)));
    }

    @Test
    void oneFittingSignatureAmongSeveralIsEnough() {
        assertTrue(scheme.isProven(delivery("v1,AAAA v2,x " + V1A + " " + V1), List.of(SECRET), NOW));
        assertTrue(scheme.isProven(delivery("v1,AAAA " + V1), List.of(PUBLIC, SECRET), NOW));
    }

    @Test
    void fewSignaturesAreLookedAt() {
        assertFalse(scheme.isProven(delivery("v1,AAAA ".repeat(5) + V1), List.of(SECRET), NOW));
    }

    @Test
    void headersMayHaveAnyCase() {
        Delivery delivery = Deliveries.of(
                BODY, "WebHook-ID", ID, "WEBHOOK-TIMESTAMP", Long.toString(TIME), "Webhook-Signature", V1);

        assertTrue(scheme.isProven(delivery, List.of(SECRET), NOW));
        assertEquals(ID, scheme.messageId(delivery));
    }

    @Test
    void theHeadersOfSvixAreUnderstoodAndNeverMixedWithOthers() {
        String time = Long.toString(TIME);
        Delivery svix = Deliveries.of(BODY, "svix-id", ID, "svix-timestamp", time, "svix-signature", V1);
        Delivery mixed = Deliveries.of(BODY, "svix-id", ID, "svix-timestamp", time, "webhook-signature", V1);
        Delivery both = Deliveries.of(
                BODY, "svix-id", "other", "webhook-id", ID, "webhook-timestamp", time, "webhook-signature", V1);

        assertTrue(scheme.isProven(svix, List.of(SECRET), NOW));
        assertEquals(ID, scheme.messageId(svix));
        assertFalse(scheme.isProven(mixed, List.of(SECRET), NOW));
        assertFalse(scheme.isProven(both, List.of(SECRET), NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1O",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA=",
                "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1,",
                "v1,***",
                ","
            })
    void whatIsNoSignatureDoesNotFit(String signature) {
        assertFalse(scheme.isProven(delivery(signature), List.of(SECRET, PUBLIC), NOW));
    }

    @Test
    void anotherSecretIdTimeOrBodyDoesNotFit() {
        String time = Long.toString(TIME);

        assertFalse(scheme.isProven(delivery(V1), List.of("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"), NOW));
        assertFalse(scheme.isProven(delivery(V1), List.of(PUBLIC), NOW));
        assertFalse(scheme.isProven(delivery(V1A), List.of(SECRET), NOW));
        assertFalse(scheme.isProven(delivery(V1), List.of(), NOW));
        assertFalse(proven(BODY + " ", ID, time, V1));
        assertFalse(proven(BODY, ID + "x", time, V1));
        assertFalse(proven(BODY, ID, Long.toString(TIME + 1), V1));
    }

    @Test
    void nothingMayBeMissing() {
        String time = Long.toString(TIME);

        assertFalse(scheme.isProven(
                Deliveries.of(BODY, "webhook-timestamp", time, "webhook-signature", V1), List.of(SECRET), NOW));
        assertFalse(
                scheme.isProven(Deliveries.of(BODY, "webhook-id", ID, "webhook-signature", V1), List.of(SECRET), NOW));
        assertFalse(scheme.isProven(
                Deliveries.of(BODY, "webhook-id", ID, "webhook-timestamp", time), List.of(SECRET), NOW));
        for (String wrong : List.of("", "now", "-1", "1e9", "99999999999999999999")) {
            assertFalse(proven(BODY, ID, wrong, V1), wrong);
        }
        assertFalse(proven(BODY, "x".repeat(201), time, V1));
        assertFalse(proven(BODY, "a b", time, V1));
    }

    @ParameterizedTest
    @CsvSource({"-301,false", "-300,true", "0,true", "300,true", "301,false"})
    void aDeliveryIsBelievedForFiveMinutes(long seconds, boolean believed) {
        Instant now = NOW.plus(Duration.ofSeconds(seconds));

        assertEquals(believed, scheme.isProven(delivery(V1), List.of(SECRET), now));
    }

    @Test
    void aNewSecretIsOne() {
        String secret = scheme.newSecret().orElseThrow();

        assertTrue(scheme.isSecret(secret));
        Delivery delivery = Deliveries.of(BODY, Deliveries.standard(secret, ID, NOW, BODY));
        assertTrue(scheme.isProven(delivery, List.of(secret), NOW));
    }

    @Test
    void secretsHaveAFormAndALength() {
        assertTrue(scheme.isSecret(SECRET));
        assertTrue(scheme.isSecret(PUBLIC));
        for (String wrong : List.of(
                "",
                "whsec_",
                "whsec_AAAA",
                "whsec_" + "A".repeat(88),
                "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==",
                "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbO",
                SECRET + "*")) {
            assertFalse(scheme.isSecret(wrong), wrong);
        }
    }

    private boolean proven(String body, String id, String time, String signature) {
        Delivery delivery =
                Deliveries.of(body, "webhook-id", id, "webhook-timestamp", time, "webhook-signature", signature);
        return scheme.isProven(delivery, List.of(SECRET), NOW);
    }

    private static Delivery delivery(String signature) {
        return Deliveries.of(
                BODY, "webhook-id", ID, "webhook-timestamp", Long.toString(TIME), "webhook-signature", signature);
    }
}
