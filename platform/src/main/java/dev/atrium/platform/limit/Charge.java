package dev.atrium.platform.limit;

/// What somebody wants to use of one quota.
///
/// @param policy name of the limit, which clients see: small letters and hyphens
/// @param subject whose quota it is
/// @param quota how much there is
/// @param alone how much there is while each instance counts for itself
/// @param cost how much is wanted, from 1 to the whole quota
public record Charge(String policy, String subject, Quota quota, Quota alone, long cost) {

    /// A cost above the quota becomes the whole quota: otherwise it would be refused for ever.
    public Charge {
        if (cost < 1) {
            throw new IllegalArgumentException("a charge costs at least 1");
        }
        cost = Math.min(cost, Math.min(quota.amount(), alone.amount()));
    }

    /// A charge of 1, with the same quota whether instances count together or alone.
    public static Charge one(String policy, String subject, Quota quota) {
        return new Charge(policy, subject, quota, quota, 1);
    }

    /// The charge while each instance counts for itself.
    Charge whileAlone() {
        return quota.equals(alone) ? this : new Charge(policy, subject, alone, alone, cost);
    }

    /// The limit in words.
    public String limit() {
        String time = quota.isHeld() ? " at one time." : " in " + quota.window().toSeconds() + " s.";
        return "The limit '" + policy + "' is " + quota.amount() + time;
    }

    /// Under which the use is counted. A policy's name has no colon, so that no subject can name another
    /// policy's key.
    String key() {
        return "limit:" + policy + ":" + subject;
    }
}
