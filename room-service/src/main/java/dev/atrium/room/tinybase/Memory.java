package dev.atrium.room.tinybase;

/// Bounds the bytes of what clients have sent in part, or what waits to be understood. Thread-safe.
public interface Memory {

    /// Has no bound.
    Memory UNBOUNDED = new Memory() {
        @Override
        public boolean take(int bytes, int before) {
            return true;
        }

        @Override
        public void give(int bytes) {
            // Nothing was counted.
        }
    };

    /// @param before bytes that the same message has taken already
    /// @return false if so many bytes more are not to be had
    boolean take(int bytes, int before);

    /// Gives back what was taken.
    void give(int bytes);
}
