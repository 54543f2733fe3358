package dev.atrium.gateway.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.gateway.webhook.DeliveryLog;
import dev.atrium.platform.identity.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SubscriptionEventTest {

    private static final String BODY = """
            {"id":"evt_1","type":"customer.subscription.updated","created":1767225600,
             "data":{"object":{"id":"sub_1","status":"active","metadata":{"tenant":"acme"},
              "items":{"data":[{"price":{"id":"price_1","lookup_key":"pro"}},{"price":{"id":"price_2"}}]}}}}
            """;

    @Test
    void readsWhoseItIsWhatWasBoughtAndWhen() {
        assertEquals(
                Optional.of(new SubscriptionEvent(
                        "sub_1",
                        new TenantId("acme"),
                        List.of("price_1", "pro", "price_2"),
                        "active",
                        Instant.parse("2026-01-01T00:00:00Z"),
                        SubscriptionEvent.Word.UPDATED)),
                parse(BODY));
    }

    @ParameterizedTest
    @CsvSource({
        "active, true",
        "trialing, true",
        "past_due, true",
        "unpaid, false",
        "canceled, false",
        "incomplete, false",
        "incomplete_expired, false",
        "paused, false",
        "something-new, false"
    })
    void isWorthItsPlanWhileItIsPaidFor(String status, boolean live) {
        assertEquals(
                live,
                parse(BODY.replace("\"active\"", "\"" + status + "\""))
                        .orElseThrow()
                        .isLive());
    }

    @Test
    void whatWasDeletedIsWorthNothing() {
        assertTrue(parse(BODY).orElseThrow().isLive());
        assertFalse(parse(BODY.replace(".updated", ".deleted")).orElseThrow().isLive());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "nothing",
                "{\"type\":\"customer.subscription.updated\"}",
                "{\"type\":\"invoice.paid\"}"
            })
    void whatTellsOfNoSubscriptionIsPassedOver(String body) {
        assertEquals(Optional.empty(), parse(body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"tenant\":\"acme\" | \"other\":\"acme\"",
                "\"tenant\":\"acme\" | \"tenant\":\"commons\"",
                "\"tenant\":\"acme\" | \"tenant\":\"No Tenant\"",
                "\"tenant\":\"acme\" | \"tenant\":7",
                "customer.subscription.updated | customer.subscription.trial_will_end",
                "1767225600 | \"yesterday\"",
                "1767225600 | 1e400",
                "\"sub_1\" | \"\"",
                "\"sub_1\" | \"a\\u0000b\""
            })
    void whatNothingCanBeMadeOfIsPassedOver(String part, String other) {
        SubscriptionEvent known = parse(BODY).orElseThrow();

        Optional<SubscriptionEvent> read = parse(BODY.replace(part, other));

        assertTrue(read.isEmpty() || !read.get().tenant().equals(known.tenant()), () -> read.toString());
    }

    @Test
    void whatIsNobodysIsToldFromWhatIsNoSubscription() {
        assertTrue(isToldBy(BODY.replace("\"tenant\":\"acme\"", "\"other\":\"acme\"")));
        assertFalse(isToldBy(BODY.replace("customer.subscription.updated", "invoice.paid")));
        assertFalse(isToldBy("nothing"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"tenant\":\"acme\" | \"other\":\"acme\" | true | the subscription's metadata name no organisation",
                "\"tenant\":\"acme\" | \"tenant\":\"commons\" | true | the subscription's metadata name no organisation",
                "\"sub_1\" | \"\" | true | `created` must be",
                "customer.subscription.updated | invoice.paid | false | ignored: it is none of",
                "\"type\" | \"kind\" | true | the body is none of Stripe's"
            })
    void itIsSaidWhyNothingIsMadeOfIt(String part, String other, boolean failed, String beginning) {
        DeliveryLog.End end =
                SubscriptionEvent.passedOver(BODY.replace(part, other).getBytes(StandardCharsets.UTF_8));

        assertEquals(failed, end.failed());
        assertTrue(String.valueOf(end.note()).startsWith(beginning), end::toString);
    }

    private static boolean isToldBy(String body) {
        return SubscriptionEvent.isToldBy(body.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<SubscriptionEvent> parse(String body) {
        return SubscriptionEvent.parse(body.getBytes(StandardCharsets.UTF_8));
    }
}
