package dev.atrium.gateway.organisation;

import dev.atrium.gateway.policy.Role;
import java.time.Instant;
import java.util.UUID;

/// An organisation as a member sees it.
///
/// @param id also the tenant of all that belongs to it
/// @param slug its short name, unique among all organisations
/// @param role what the one who asks may in it
public record Organisation(UUID id, String name, String slug, Role role, Instant createdAt) {

    static Organisation of(OrganisationRow row, Role role) {
        return new Organisation(row.id, row.name, row.slug, role, row.createdAt);
    }
}
