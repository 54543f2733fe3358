package dev.atrium.jobs.audit;

import dev.atrium.platform.event.AuditAction;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Something that was done. An entry of the trail never goes, so there is nothing in it that may have to: no
/// payloads, texts of messages, secrets or mail addresses.
///
/// @param target id of what it was done to
/// @param detail what else shall be known
public record Deed(AuditAction action, String target, Map<String, String> detail) {

    public Deed {
        detail = Map.copyOf(detail);
    }

    public Deed(AuditAction action, String target) {
        this(action, target, Map.of());
    }

    /// The same, where it was done before it is told. Else it is done when it is told.
    Deed at(Instant time) {
        Map<String, String> dated = new HashMap<>(detail);
        dated.put("at", time.toString());
        return new Deed(action, target, dated);
    }
}
