package dev.atrium.platform.audit;

import dev.atrium.platform.identity.TenantId;
import java.time.Instant;

/// How far a tenant's audit trail went at some time (GW-12). Signed, and kept where who owns the
/// trail's database cannot write, it shows whether an entry up to there was changed or removed since.
///
/// @param seq number of the last entry, from 1
/// @param hash of that entry, and by it of all before: SHA-256 in hexadecimal digits
/// @param time when it was signed, by the signer's clock
public record Anchor(TenantId tenant, long seq, String hash, Instant time) {}
