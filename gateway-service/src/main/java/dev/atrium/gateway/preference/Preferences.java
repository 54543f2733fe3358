package dev.atrium.gateway.preference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.web.Json;

/// Somebody's preferences.
///
/// @param document what they are; empty if there are none yet
/// @param version 0 if there are none yet, then 1, 2, …
record Preferences(ObjectNode document, long version) {

    static final Preferences NONE = new Preferences(Json.MAPPER.createObjectNode(), 0);

    static Preferences of(PreferenceRow row) {
        return new Preferences(Json.read(row.document, ObjectNode.class), row.version);
    }

    /// The entity tag without its quotes.
    String tag() {
        return Long.toString(version);
    }
}
