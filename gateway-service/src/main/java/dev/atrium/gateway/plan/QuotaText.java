package dev.atrium.gateway.plan;

import dev.atrium.platform.usage.Meter;

/// What somebody is told whose plan has no more.
final class QuotaText {

    private QuotaText() {}

    static String of(Plan plan, Meter meter) {
        return "The plan '" + plan.name() + "' of your organisation has "
                + plan.limits().getOrDefault(meter, 0L) + " " + of(meter) + "; see /api/plan.";
    }

    /// Where the plan is not known.
    static String usedUp(Meter meter) {
        return "Your organisation has used up what its plan has of " + of(meter) + "; see /api/plan.";
    }

    private static String of(Meter meter) {
        String words = meter.label().replace('-', ' ');
        return meter.isLevel() ? words : words + " a month";
    }
}
