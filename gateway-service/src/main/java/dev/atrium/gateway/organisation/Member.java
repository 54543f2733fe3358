package dev.atrium.gateway.organisation;

import dev.atrium.gateway.policy.Role;
import java.time.Instant;

/// A member of an organisation.
///
/// @param handle the name under which it appeared when it joined
public record Member(String subject, String handle, Role role, Instant joinedAt) {

    static Member of(MemberRow row) {
        return new Member(row.subject, row.handle, row.role(), row.joinedAt);
    }
}
