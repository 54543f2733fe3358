package dev.atrium.gateway.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.webhook.DeliveryLog.End;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.web.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What Stripe tells of a subscription, as far as it is read:
///
///     {"type": "customer.subscription.created" | "….updated" | "….deleted", "created": seconds,
///      "data": {"object": {"id": …, "status": …, "metadata": {"tenant": …},
///               "items": {"data": [{"price": {"id": …, "lookup_key": …}}]}}}}
///
/// @param id of the subscription
/// @param tenant whose it is: what the subscription's metadata say
/// @param prices ids and lookup keys of what was bought, as Stripe lists them
/// @param status as Stripe says it
/// @param at when this was so, by Stripe's clock, in whole seconds
/// @param word what kind of event tells it
record SubscriptionEvent(String id, TenantId tenant, List<String> prices, String status, Instant at, Word word) {

    private static final String TYPE = "customer.subscription.";
    private static final int TEXT_MAX = 200;

    /// More than Stripe lets one subscription have.
    private static final int PRICES_MAX = 100;

    /// Statuses in which a subscription is worth its plan. Whoever is past due is being reminded, and is
    /// ended by Stripe.
    private static final Set<String> LIVE = Set.of("active", "trialing", "past_due");

    /// In the order in which they come of one subscription.
    enum Word {
        CREATED(1),
        UPDATED(2),
        /// Nothing comes behind it.
        DELETED(3);

        private final int number;

        Word(int number) {
            this.number = number;
        }

        /// As it stands in the table.
        int number() {
            return number;
        }
    }

    SubscriptionEvent {
        prices = List.copyOf(prices);
    }

    /// Whether the subscription is worth its plan.
    boolean isLive() {
        return word != Word.DELETED && LIVE.contains(status);
    }

    /// Reads a webhook's body.
    ///
    /// @return empty for what tells of no subscription, or of one without a tenant in its metadata
    static Optional<SubscriptionEvent> parse(byte[] body) {
        JsonNode event = tree(body);
        JsonNode subscription = event.path("data").path("object");
        String id = subscription.path("id").asText("");
        Optional<Word> word = word(event.path("type").asText(""));
        Optional<TenantId> tenant = tenant(metadataTenant(event));
        JsonNode created = event.path("created");
        if (id.isBlank()
                || id.length() > TEXT_MAX
                || id.indexOf('\0') >= 0
                || word.isEmpty()
                || tenant.isEmpty()
                || !created.isIntegralNumber()
                || !created.canConvertToLong()) {
            return Optional.empty();
        }
        return Optional.of(new SubscriptionEvent(
                id,
                tenant.get(),
                prices(subscription),
                text(subscription.path("status")),
                Instant.ofEpochSecond(Math.clamp(created.longValue(), 0, Integer.MAX_VALUE)),
                word.get()));
    }

    /// Whether a webhook's body tells of a subscription, also if nothing can be made of it.
    static boolean isToldBy(byte[] body) {
        return word(tree(body).path("type").asText("")).isPresent();
    }

    /// Why nothing is made of a webhook's body of which [#parse] makes nothing.
    static End passedOver(byte[] body) {
        JsonNode event = tree(body);
        String type = event.path("type").asText("");
        if (type.isEmpty()) {
            return End.failed("the body is none of Stripe's: JSON with `type` and `data`");
        }
        if (word(type).isEmpty()) {
            return End.ignored("it is none of `customer.subscription.created`, `.updated` and `.deleted`");
        }
        return tenant(metadataTenant(event)).isEmpty()
                ? End.failed(
                        "the subscription's metadata name no organisation: set `tenant` there to its id, and Stripe"
                                + " tells of the subscription again")
                : End.failed("`created` must be a time in seconds, and `data.object.id` have 1 to " + TEXT_MAX
                        + " characters");
    }

    private static String metadataTenant(JsonNode event) {
        return event.path("data").path("object").path("metadata").path("tenant").asText("");
    }

    private static Optional<Word> word(String type) {
        if (!type.startsWith(TYPE)) {
            return Optional.empty();
        }
        String last = type.substring(TYPE.length());
        for (Word word : Word.values()) {
            if (word.name().toLowerCase(Locale.ROOT).equals(last)) {
                return Optional.of(word);
            }
        }
        return Optional.empty();
    }

    private static Optional<TenantId> tenant(String text) {
        try {
            return Optional.of(new TenantId(text)).filter(tenant -> !tenant.equals(TenantId.COMMONS));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static List<String> prices(JsonNode subscription) {
        Set<String> prices = new LinkedHashSet<>();
        subscription.path("items").path("data").forEach(item -> {
            prices.add(text(item.path("price").path("id")));
            prices.add(text(item.path("price").path("lookup_key")));
        });
        prices.remove("");
        return prices.stream().limit(PRICES_MAX).toList();
    }

    /// Empty for what no row could hold.
    private static String text(JsonNode value) {
        String text = value.asText("");
        return text.length() > TEXT_MAX || text.indexOf('\0') >= 0 ? "" : text;
    }

    private static JsonNode tree(byte[] body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (IOException _) {
            return Json.MAPPER.createObjectNode();
        }
    }
}
