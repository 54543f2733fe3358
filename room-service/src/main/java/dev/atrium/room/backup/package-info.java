/// Reads rooms as they are in the log, for backups of their tenant, and brings such rooms back: through
/// the log, like everything that happens in a room.
@NullMarked
package dev.atrium.room.backup;

import org.jspecify.annotations.NullMarked;
