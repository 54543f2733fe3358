package dev.atrium.room.operation;

/// Decides what becomes of an operation whose author did not know the newest version (RM-5). The room's
/// owner chooses one by its name, for the paths of a pattern, together with the schema.
///
/// Three are built in ([ConflictResolvers]). To add one, make it a CDI bean of this type
/// (`@ApplicationScoped`, with a name that no other one has); every node of the deployment must have it.
public interface ConflictResolver {

    /// By which it is chosen: lower-case letters, digits and hyphens.
    String name();

    /// Must be a function of the conflict alone, not change it, and not block: it is called on the
    /// shard's event loop.
    Resolution resolve(Conflict conflict);
}
