package dev.atrium.gateway.ratelimit;

import dev.atrium.platform.limit.Charge;
import dev.atrium.platform.limit.Standing;
import dev.atrium.platform.limit.Verdict;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.StringJoiner;

/// The header fields that tell a client how much it may still do (draft-ietf-httpapi-ratelimit-headers):
/// lists of structured fields, in which each policy goes by its name.
public final class RateLimitFields {

    private static final CharSequence POLICY = HttpHeaders.createOptimized("RateLimit-Policy");
    private static final CharSequence STATE = HttpHeaders.createOptimized("RateLimit");
    private static final String BYTES = "-bytes-per-";

    private RateLimitFields() {}

    /// Of a refused request only the limits are told that refused it: nothing was counted for the others.
    public static void set(MultiMap headers, Verdict verdict) {
        StringJoiner policies = new StringJoiner(", ");
        StringJoiner states = new StringJoiner(", ");
        for (Standing standing : verdict.standings()) {
            policies.add(policy(standing.charge()));
            if (verdict.allowed() || standing.isViolated()) {
                states.add(state(standing));
            }
        }
        headers.set(POLICY, policies.toString());
        headers.set(STATE, states.toString());
    }

    /// `q` is the quota, `w` its window in seconds if it has one, `qu` what is counted if it is not
    /// requests.
    private static String policy(Charge charge) {
        String quota = "\"" + charge.policy() + "\";q=" + charge.quota().amount();
        if (charge.quota().isHeld()) {
            return quota + ";qu=\"concurrent-requests\"";
        }
        String item = quota + ";w=" + charge.quota().window().toSeconds();
        return charge.policy().contains(BYTES) ? item + ";qu=\"content-bytes\"" : item;
    }

    /// `r` is what remains, `t` the seconds until it is more.
    private static String state(Standing standing) {
        String item = "\"" + standing.charge().policy() + "\";r=" + standing.left();
        long seconds = (standing.isViolated() ? standing.retryAfter() : standing.more()).toSeconds();
        return seconds == 0 ? item : item + ";t=" + seconds;
    }
}
