package dev.atrium.search.index;

/// A reason for which something may be read. A passage carries those that open it, a [Rights] those that a caller
/// has; both mean nothing outside of their tenant.
///
/// @param token how it stands in the index
public record Grant(String token) {

    /// Opens what all of the tenant may read.
    public static final Grant EVERYONE = new Grant("everyone");

    /// Opens what belongs to a room.
    public static Grant room(String room) {
        return new Grant("room:" + room);
    }

    /// Opens what belongs to a principal and to no room.
    public static Grant owner(String subject) {
        return new Grant("owner:" + subject);
    }
}
