package dev.atrium.gateway.usage;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.usage.Meter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One amount that an event adds.
///
/// @param event id of the event, whose amounts count once
/// @param subject who used it, in the commons; else empty
record Entry(String event, TenantId tenant, String subject, String meter, Instant hour, long amount) {

    /// What an event says of usage: reports say it, and of files and workflows the events that tell of them
    /// anyway. Empty for others.
    static List<Entry> of(CloudEvent event) {
        return switch (event.event()) {
            case Event.UsageReported reported ->
                reported.amounts().stream()
                        .map(amount -> new Entry(
                                event.id(),
                                reported.tenant(),
                                amount.subject(),
                                amount.meter(),
                                amount.hour(),
                                amount.amount()))
                        .toList();
            case Event.FileUploaded uploaded ->
                one(
                        event,
                        Meter.STORED_BYTES,
                        uploaded.file().owner().subject(),
                        uploaded.file().sizeBytes());
            case Event.FileDeleted deleted ->
                one(
                        event,
                        Meter.STORED_BYTES,
                        deleted.file().owner().subject(),
                        -deleted.file().sizeBytes());
            case Event.WorkflowChanged changed
            when changed.sequence() == 1 -> one(event, Meter.WORKFLOWS, changed.owner(), 1);
            default -> List.of();
        };
    }

    private static List<Entry> one(CloudEvent event, Meter meter, @Nullable String subject, long amount) {
        TenantId tenant = event.event().tenant();
        String kept = tenant.equals(TenantId.COMMONS) && subject != null ? subject : "";
        return List.of(new Entry(event.id(), tenant, kept, meter.label(), event.time(), amount));
    }
}
