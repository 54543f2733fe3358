package dev.atrium.jobs.moderation.rule;

import dev.atrium.platform.identity.TenantId;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.seal.Seal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/// What requests to hooks are signed with: sealed in the database.
@ApplicationScoped
public class HookSecrets {

    private final Seal seal;

    HookSecrets(Seal seal) {
        this.seal = seal;
    }

    /// @throws ProblemException `unavailable` if nothing can be sealed
    String close(TenantId tenant, UUID rule, String secret) {
        return seal.close(secret, place(tenant, rule));
    }

    /// @throws IllegalStateException if it cannot be opened
    public String open(Rule rule) {
        String sealed = rule.secret();
        if (sealed == null) {
            throw new IllegalStateException(rule + " has no secret");
        }
        return seal.open(sealed, place(rule.tenant(), rule.id()))
                .orElseThrow(() -> new IllegalStateException(
                        "the secret of " + rule + " cannot be opened: a key is missing from jobs-data.key"));
    }

    private static String place(TenantId tenant, UUID rule) {
        return "moderation-hook:" + tenant + "/" + rule;
    }
}
