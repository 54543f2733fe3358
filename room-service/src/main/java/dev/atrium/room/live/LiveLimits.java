package dev.atrium.room.live;

/// Bounds of live state.
public final class LiveLimits {

    /// Most characters of a member's status.
    public static final int STATUS_MAX = 100;

    /// Most bytes of a cursor, as compact JSON.
    public static final int CURSOR_BYTES_MAX = 512;

    /// Most levels of arrays and objects in a cursor or picture.
    public static final int DEPTH_MAX = 8;

    /// Most characters of a lock's name.
    public static final int LOCK_NAME_MAX = 100;

    /// Shortest lease of a lock.
    public static final long LOCK_TTL_MIN_MILLIS = 1_000;

    /// Longest lease of a lock.
    public static final long LOCK_TTL_MAX_MILLIS = 300_000;

    /// Lease of a lock if the client does not say.
    public static final long LOCK_TTL_DEFAULT_MILLIS = 30_000;

    /// The lock whose holder controls what is played.
    public static final String PLAYBACK_LOCK = "playback";

    /// Latest position of what is played, in seconds.
    public static final double POSITION_MAX = 1e9;

    /// Slowest playing, in seconds per second; [#RATE_MAX] is the fastest.
    public static final double RATE_MIN = 0.05;

    /// Fastest playing, in seconds per second.
    public static final double RATE_MAX = 20;

    /// Most characters of a stream's name.
    public static final int STREAM_MAX = 64;

    /// Most bytes of a picture, as compact JSON.
    public static final int FRAME_BYTES_MAX = 32_768;

    /// Most who watch through one relay.
    public static final int WATCHING_MAX = 1_000_000;

    /// Most people, and most cursors, that a snapshot names.
    public static final int SNAPSHOT_MAX = 100;

    /// Most cursors of one frame; further ones wait for the next.
    static final int CURSORS_PER_FRAME = 200;

    /// How long somebody is taken to be typing after saying so.
    static final long TYPING_MILLIS = 5_000;

    /// How long a lock stays with a person whose socket is gone, if its lease is not over before.
    static final long LOCK_GRACE_MILLIS = 10_000;

    static final int LOCKS_PER_ROOM = 500;

    /// Most locks that one socket holds or waits for.
    static final int LOCKS_PER_SOCKET = 32;

    /// Most who wait for one lock.
    static final int LOCK_WAITERS = 100;

    /// Most streams of a room of which a picture is kept, and of which one waits; the one that was shown,
    /// or waits, longest is left out for a new one.
    static final int STREAMS_MAX = 16;

    /// Most bytes of all pictures of a room that are kept, as compact JSON; those shown longest ago are
    /// left out.
    static final int KEPT_FRAME_BYTES_MAX = 98_304;

    /// How long a picture that is done is kept for those who come later.
    static final long DONE_FRAME_MILLIS = 60_000;

    /// Most works of a room of which it waits to be said how far they are; the one that waits longest is left out for a
    /// new one.
    static final int WORKS_WAITING = 16;

    private LiveLimits() {}
}
