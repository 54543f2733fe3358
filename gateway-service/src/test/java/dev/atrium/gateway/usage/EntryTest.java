package dev.atrium.gateway.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.atrium.platform.event.CloudEvent;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.TenantId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EntryTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:34:56Z");
    private static final TenantId ACME = new TenantId("acme");

    @Test
    void aFileCountsWithItsSizeUntilItIsDeleted() {
        assertEquals(
                List.of(new Entry("e", ACME, "", "stored-bytes", NOW, 70)),
                entries(new Event.FileUploaded(ACME, file())));
        assertEquals(
                List.of(new Entry("e", ACME, "", "stored-bytes", NOW, -70)),
                entries(new Event.FileDeleted(ACME, file(), null)));
    }

    @Test
    void inTheCommonsAFileIsItsOwners() {
        assertEquals(
                List.of(new Entry("e", TenantId.COMMONS, "key:1", "stored-bytes", NOW, 70)),
                entries(new Event.FileUploaded(TenantId.COMMONS, file())));
    }

    @Test
    void aWorkflowCountsWhenItIsStartedAndNotWhenItGoesOn() {
        assertEquals(List.of(new Entry("e", ACME, "", "workflows", NOW, 1)), entries(changed(1)));
        assertEquals(List.of(), entries(changed(2)));
    }

    @Test
    void aReportSaysWhatItSays() {
        Event.UsageReported report = new Event.UsageReported(
                TenantId.COMMONS, List.of(new Event.UsageReported.Amount("messages", "key:1", NOW, 3)));

        assertEquals(List.of(new Entry("e", TenantId.COMMONS, "key:1", "messages", NOW, 3)), entries(report));
    }

    private static List<Entry> entries(Event event) {
        return Entry.of(new CloudEvent("e", "/x", NOW, null, event));
    }

    private static Event changed(long sequence) {
        return new Event.WorkflowChanged(ACME, "w", "export", sequence, "queued", null, "user:ada");
    }

    private static Event.FileInfo file() {
        return new Event.FileInfo("f", "a.png", "image/png", 70, null, false, new Actor("key:1", "x"), NOW);
    }
}
