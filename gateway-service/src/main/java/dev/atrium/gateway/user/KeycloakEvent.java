package dev.atrium.gateway.user;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.gateway.user.NameChange.Part;
import dev.atrium.gateway.user.ProviderEvent.Changed;
import dev.atrium.gateway.user.ProviderEvent.Deleted;
import dev.atrium.gateway.user.ProviderEvent.Reader;
import dev.atrium.gateway.webhook.DeliveryLog.End;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What Keycloak tells of one of its users, as event listeners post it. Of what users do themselves:
///
///     {"type": "REGISTER" | "UPDATE_PROFILE" | "UPDATE_EMAIL" | "VERIFY_EMAIL" | "DELETE_ACCOUNT",
///      "time": ms, "realmId": …, "userId": …,
///      "details": {"email": …, "updated_email": …, "username": …, "first_name": …, "last_name": …,
///                  "previous_first_name": …, "updated_first_name": …,
///                  "previous_last_name": …, "updated_last_name": …}}
///
/// Of what administrators do, with a representation that is JSON in a text:
///
///     {"resourceType": "USER", "operationType": "CREATE" | "UPDATE" | "DELETE", "time": ms, "realmId": …,
///      "resourcePath": "users/<id>",
///      "representation": {"username": …, "email": …, "emailVerified": …, "firstName": …, "lastName": …}}
///
/// Webhooks of the extension keycloak-events have both in one form: `access.REGISTER` with
/// `authDetails.userId`, and `admin.USER-CREATE` beside `resourceType`.
final class KeycloakEvent {

    private static final String ACCESS = "access.";
    private static final String USERS = "users/";
    private static final Set<String> TYPES =
            Set.of("REGISTER", "UPDATE_PROFILE", "UPDATE_EMAIL", "VERIFY_EMAIL", "DELETE_ACCOUNT");
    private static final Set<String> OPERATIONS = Set.of("CREATE", "UPDATE", "DELETE");

    private KeycloakEvent() {}

    /// Whether it has Keycloak's form: all of its events name a realm.
    static boolean is(JsonNode event) {
        return event.path("realmId").isTextual();
    }

    /// @param received what counts as its time if it has none
    /// @return empty for what is none of a user, has failed there, or tells nothing that is kept here
    static Optional<ProviderEvent> parse(JsonNode event, Instant received) {
        String id = id(event);
        if (!isRead(event) || !ProviderEvent.isId(id)) {
            return Optional.empty();
        }
        Instant at = Reader.time(event.path("time")).orElse(received);
        return switch (kind(event)) {
            case "DELETE", "DELETE_ACCOUNT" -> Optional.of(new Deleted(id, at));
            case "CREATE", "UPDATE" -> represented(id, at, representation(event));
            default -> detailed(id, at, kind(event), event.path("details"));
        };
    }

    /// Why nothing is made of an event of which [#parse] makes nothing.
    static End passedOver(JsonNode event) {
        if (!isRead(event)) {
            return End.ignored("it is none of `REGISTER`, `UPDATE_PROFILE`, `UPDATE_EMAIL`, `VERIFY_EMAIL` and"
                    + " `DELETE_ACCOUNT`, and no `CREATE`, `UPDATE` or `DELETE` of a `USER`; or it has failed");
        }
        if (!ProviderEvent.isId(id(event))) {
            return End.failed("`userId`, or what follows `users/` in `resourcePath`, must have 1 to "
                    + ProviderEvent.ID_MAX + " characters");
        }
        return isByAdministrator(event) && !representation(event).isObject()
                ? End.failed("`representation` is missing: let the realm include it in its admin events")
                : End.ignored("it tells neither of an address nor of a name");
    }

    private static boolean isRead(JsonNode event) {
        boolean known = isByAdministrator(event)
                ? Reader.text(event, "resourceType").equals("USER") && OPERATIONS.contains(kind(event))
                : TYPES.contains(kind(event));
        return known && !event.path("error").isTextual();
    }

    private static boolean isByAdministrator(JsonNode event) {
        return event.path("resourceType").isTextual();
    }

    private static String kind(JsonNode event) {
        if (isByAdministrator(event)) {
            return Reader.text(event, "operationType");
        }
        String type = Reader.text(event, "type");
        return type.startsWith(ACCESS) ? type.substring(ACCESS.length()) : type;
    }

    /// May be none.
    private static String id(JsonNode event) {
        if (isByAdministrator(event)) {
            String path = Reader.text(event, "resourcePath");
            return path.startsWith(USERS) && path.indexOf('/', USERS.length()) < 0
                    ? path.substring(USERS.length())
                    : "";
        }
        String id = Reader.text(event, "userId");
        return id.isEmpty() ? Reader.text(event.path("authDetails"), "userId") : id;
    }

    private static JsonNode representation(JsonNode event) {
        return Reader.tree(Reader.text(event, "representation").getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<ProviderEvent> represented(String id, Instant at, JsonNode user) {
        JsonNode verified = user.path("emailVerified");
        return told(new Changed(
                id,
                at,
                email(user, "email"),
                verified.isBoolean() ? verified.booleanValue() : null,
                new NameChange(
                        new Part("", told(user, "firstName")),
                        new Part("", told(user, "lastName")),
                        Reader.text(user, "username"))));
    }

    /// Of a change it has what is another now, and what that was; of the others what there is.
    private static Optional<ProviderEvent> detailed(String id, Instant at, String type, JsonNode details) {
        boolean isVerification = type.equals("VERIFY_EMAIL");
        String email = email(details, (isVerification || type.equals("REGISTER")) ? "email" : "updated_email");
        return told(new Changed(
                id,
                at,
                email,
                (isVerification && email != null) ? Boolean.TRUE : null,
                new NameChange(
                        part(details, "first_name"), part(details, "last_name"), Reader.text(details, "username"))));
    }

    private static Part part(JsonNode details, String name) {
        String now = told(details, "updated_" + name);
        return new Part(Reader.text(details, "previous_" + name), now == null ? told(details, name) : now);
    }

    private static Optional<ProviderEvent> told(Changed change) {
        return change.isAny() ? Optional.of(change) : Optional.empty();
    }

    private static @Nullable String email(JsonNode node, String property) {
        String email = Reader.text(node, property);
        return Reader.isUsable(email) ? email : null;
    }

    private static @Nullable String told(JsonNode node, String property) {
        JsonNode value = node.path(property);
        return value.isTextual() ? value.textValue() : null;
    }
}
