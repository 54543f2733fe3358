package dev.atrium.jobs.audit;

import dev.atrium.platform.audit.Anchor;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How far the organisation's audit trail went at some time. All but the signed form is null where none
/// of the present keys has signed that: whoever verifies it is to know.
///
/// @param seq number of the last entry
/// @param hash of that entry
/// @param time when it was signed
/// @param jws all of this and the tenant, signed by the gateway: JWS in compact form, ES256
public record AnchorView(
        @Nullable Long seq, @Nullable String hash, @Nullable Instant time, String jws) {

    static AnchorView of(Optional<Anchor> verified, String jws) {
        return new AnchorView(
                verified.map(Anchor::seq).orElse(null),
                verified.map(Anchor::hash).orElse(null),
                verified.map(Anchor::time).orElse(null),
                jws);
    }
}
