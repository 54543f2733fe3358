package dev.atrium.gateway.user;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.webhook.DeliveryLog.End;
import dev.atrium.platform.web.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// What an identity provider tells of one of its users, in Keycloak's form ([KeycloakEvent]) or in the one that Clerk
/// and its likes send:
///
///     {"type": "user.created" | "user.updated" | "user.deleted", "timestamp": ms,
///      "data": {"id": …, "updated_at": ms, "first_name": …, "last_name": …, "username": …,
///               "primary_email_address_id": …,
///               "email_addresses": [{"id": …, "email_address": …, "verification": {"status": "verified" | …}}]}}
///
/// `data.email`, `data.email_verified` and `data.name` are taken as well, and times as ISO 8601.
sealed interface ProviderEvent {

    Set<String> TYPES = Set.of("user.created", "user.updated", "user.deleted");
    int ID_MAX = 200;
    int EMAIL_MAX = 254;
    int NAME_MAX = 100;

    /// The provider's id of the user, which is also the subject of the access tokens.
    String id();

    /// When this was so, by the provider's clock.
    Instant at();

    /// There is such a user.
    sealed interface Told extends ProviderEvent {

        /// The address; null: that is not told.
        @Nullable
        String email();

        /// What there is to know of the user now.
        ///
        /// @param known what was known; null: nothing, then the address must be told
        Present over(@Nullable UserRow known);
    }

    /// All of a user is told.
    ///
    /// @param isVerified whether the provider knows that the address is the user's
    record Present(String id, Instant at, String email, boolean isVerified, String name) implements Told {

        @Override
        public Present over(@Nullable UserRow known) {
            return this;
        }
    }

    /// A part of a user is told; the rest stays.
    ///
    /// @param isVerified of the address that is told, or else of the one that is known; null: that is not told
    record Changed(
            String id,
            Instant at,
            @Nullable String email,
            @Nullable Boolean isVerified,
            NameChange name) implements Told {

        /// Whether anything is told of what is kept here.
        boolean isAny() {
            return email != null || isVerified != null || name.isAny();
        }

        /// That an address was verified says nothing of the next one.
        @Override
        public Present over(@Nullable UserRow known) {
            String address = email == null ? Objects.requireNonNull(known).email : email;
            boolean wasVerified = known != null && known.emailVerified && known.email.equals(address);
            Stream<String> names = known == null ? name.names() : Stream.of(name.over(known.name));
            return new Present(
                    id, at, address, isVerified == null ? wasVerified : isVerified, Reader.name(names, address));
        }
    }

    /// There is no such user any more.
    record Deleted(String id, Instant at) implements ProviderEvent {}

    /// Reads a webhook's body.
    ///
    /// @param received what counts as its time if it has none
    /// @return empty for what is no event of a user, and for users whom nothing can be made of: in Clerk's form,
    ///     without an e-mail address
    static Optional<ProviderEvent> parse(byte[] body, Instant received) {
        JsonNode event = Reader.tree(body);
        if (KeycloakEvent.is(event)) {
            return KeycloakEvent.parse(event, received);
        }
        JsonNode data = event.path("data");
        String id = data.path("id").asText("");
        if (!isId(id)) {
            return Optional.empty();
        }
        Instant told = Reader.time(event.path("timestamp")).orElse(received);
        return switch (event.path("type").asText("")) {
            case "user.created", "user.updated" -> Reader.present(id, data, told);
            case "user.deleted" -> Optional.of(new Deleted(id, told));
            default -> Optional.empty();
        };
    }

    /// What a sign-in says of a user.
    ///
    /// @param at when the provider said it
    /// @param email that the provider has verified
    /// @param name may be blank: that is not told
    /// @param handle what somebody is called of whom no name is known
    /// @return empty for what nothing can be made of
    static Optional<Told> signedIn(String id, Instant at, String email, String name, String handle) {
        if (!isId(id) || !Reader.isUsable(email)) {
            return Optional.empty();
        }
        return Optional.of(
                name.isBlank()
                        ? new Changed(id, at, email, true, NameChange.none(handle))
                        : new Present(id, at, email, true, Reader.name(Stream.of(name, handle), email)));
    }

    /// Why nothing is made of a webhook's body of which [#parse] makes nothing.
    static End passedOver(byte[] body) {
        JsonNode event = Reader.tree(body);
        if (KeycloakEvent.is(event)) {
            return KeycloakEvent.passedOver(event);
        }
        String type = event.path("type").asText("");
        if (type.isEmpty()) {
            return End.failed("the body is not what is read here: JSON with `type` and `data`");
        }
        if (!TYPES.contains(type)) {
            return End.ignored("it is none of `user.created`, `user.updated` and `user.deleted`");
        }
        return isId(event.path("data").path("id").asText(""))
                ? End.failed("the user has no e-mail address that can be taken: `data.email_addresses` needs"
                        + " the one that `data.primary_email_address_id` names, or else there must be `data.email`")
                : End.failed("`data.id` must have 1 to " + ID_MAX + " characters");
    }

    /// Whether it can be the id of a user.
    static boolean isId(String id) {
        return !id.isBlank() && id.length() <= ID_MAX && id.indexOf('\0') < 0;
    }

    /// Keeps the details from being part of the interface.
    final class Reader {

        private Reader() {}

        static JsonNode tree(byte[] body) {
            try {
                return Json.MAPPER.readTree(body);
            } catch (IOException _) {
                return Json.MAPPER.createObjectNode();
            }
        }

        private static Optional<ProviderEvent> present(String id, JsonNode data, Instant told) {
            Instant at = time(data.path("updated_at")).orElse(told);
            return email(data)
                    .map(email -> new Present(id, at, email.text(), email.isVerified(), name(data, email.text())));
        }

        private record Email(String text, boolean isVerified) {}

        static boolean isUsable(String email) {
            return email.indexOf('@') > 0
                    && email.length() <= EMAIL_MAX
                    && clean(email).equals(email);
        }

        private static Optional<Email> email(JsonNode data) {
            String primary = data.path("primary_email_address_id").asText("");
            Stream<JsonNode> addresses =
                    StreamSupport.stream(data.path("email_addresses").spliterator(), false);
            return addresses
                    .filter(address -> address.path("id").asText("").equals(primary))
                    .map(address -> new Email(
                            address.path("email_address").asText(""),
                            text(address.path("verification"), "status").equals("verified")))
                    .findFirst()
                    .or(() -> Optional.of(new Email(
                            text(data, "email"), data.path("email_verified").asBoolean(false))))
                    .filter(email -> isUsable(email.text()));
        }

        private static String name(JsonNode data, String email) {
            String full = text(data, "first_name") + " " + text(data, "last_name");
            return name(Stream.of(full, text(data, "name"), text(data, "username")), email);
        }

        static String name(Stream<String> names, String email) {
            String name = names.map(text -> clean(text).strip())
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .orElse(email);
            return name.substring(0, Math.min(name.length(), NAME_MAX));
        }

        static String text(JsonNode data, String property) {
            JsonNode value = data.path(property);
            return value.isTextual() ? value.textValue() : "";
        }

        private static String clean(String text) {
            return text.replaceAll("\\p{Cntrl}", "");
        }

        static Optional<Instant> time(JsonNode time) {
            if (time.isIntegralNumber() && time.canConvertToLong()) {
                return Optional.of(Instant.ofEpochMilli(time.longValue()));
            }
            return time.isTextual() ? Optional.ofNullable(iso(time.textValue())) : Optional.empty();
        }

        private static @Nullable Instant iso(String text) {
            try {
                return Instant.parse(text);
            } catch (DateTimeException _) {
                return null;
            }
        }
    }
}
