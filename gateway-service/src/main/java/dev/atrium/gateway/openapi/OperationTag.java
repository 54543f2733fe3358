package dev.atrium.gateway.openapi;

import java.util.Locale;
import java.util.Map;

/// Groups for operations that have none of their own, or one with the name of the Java class that answers: readers of
/// the document know paths, not classes.
final class OperationTag {

    private static final String OF_A_CLASS = " Resource";

    /// What is about the same as what has another path.
    private static final Map<String, String> KIN =
            Map.of("chat", "Rooms", "me", "Users", "unread", "Rooms", "workflow", "Workflows");

    private OperationTag() {}

    /// Whether a tag is for people.
    static boolean isMeant(String tag) {
        return !tag.isEmpty() && !tag.endsWith(OF_A_CLASS);
    }

    /// `Webhook endpoints` for `/api/webhook-endpoints/{id}`.
    static String of(String path) {
        String thing = path.replaceFirst("^/api", "").split("/")[1];
        return KIN.getOrDefault(
                thing,
                thing.substring(0, 1).toUpperCase(Locale.ROOT)
                        + thing.substring(1).replace('-', ' '));
    }
}
