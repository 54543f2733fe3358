package dev.atrium.room.operation;

/// How much a room's objects may be. What fits in here fits into a record of the log and a key of the
/// database.
public final class ObjectLimits {

    /// Most characters of a path.
    public static final int PATH_MAX = 200;

    /// Most bytes of a value, as JSON.
    public static final int VALUE_BYTES_MAX = 64 << 10;

    /// Most levels of a value.
    public static final int DEPTH_MAX = 32;

    /// Most operations that are applied together.
    public static final int OPERATIONS_MAX = 50;

    /// Most bytes of all values that operations make together.
    public static final int BATCH_BYTES_MAX = 256 << 10;

    /// Most objects of a room.
    public static final int OBJECTS_MAX = 10_000;

    /// Most characters of all paths and values of a room.
    public static final int TEXT_MAX = 16_000_000;

    /// Most schemas of a room.
    public static final int SCHEMAS_MAX = 50;

    /// Most bytes of a schema, as JSON.
    public static final int SCHEMA_BYTES_MAX = 16 << 10;

    /// How many removed objects are remembered for clients that resume.
    public static final int REMOVED_KEPT = 1_000;

    /// Most characters of replaced values that are remembered for merges.
    static final int EARLIER_TEXT_KEPT = 1_000_000;

    private ObjectLimits() {}
}
