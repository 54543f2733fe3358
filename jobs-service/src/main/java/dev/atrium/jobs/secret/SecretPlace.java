package dev.atrium.jobs.secret;

import dev.atrium.platform.identity.TenantId;
import java.util.UUID;

/// Whose secrets they are, and where they are kept.
///
/// @param id the owner's
public record SecretPlace(Kind kind, TenantId tenant, UUID id) {

    /// What kind of thing has secrets.
    ///
    /// @param table has the columns `tenant`, `id`, the owner's id, `sealed`, `created_at`, `valid_until`, and
    ///     `public_key` where there are any
    /// @param noun what the owner is called; its id is in the column `<noun>_id`
    /// @param seal what is sealed for it begins its place with this
    public record Kind(String table, String noun, String seal) {}

    /// Where it is sealed for: what is moved to another owner cannot be opened.
    String sealedFor() {
        return kind.seal() + ":" + tenant + "/" + id;
    }

    /// As a condition for its rows in SQL, with the tenant and the id as parameters.
    String isOwner() {
        return "tenant = ? and " + kind.noun() + "_id = ?";
    }
}
