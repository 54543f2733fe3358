package dev.atrium.room.sync;

import dev.atrium.room.tinybase.Memory;

/// Bytes that were taken for one answer before it leaves. Used by one thread after the other.
final class Reserved {

    private final Memory memory;
    private int bytes;

    Reserved(Memory memory) {
        this.memory = memory;
    }

    /// Takes more, or gives some back, so that it is so many.
    ///
    /// @return false if so many are not to be had: as many as before are kept
    boolean become(int wanted) {
        if (wanted > bytes && !memory.take(wanted - bytes, bytes)) {
            return false;
        }
        if (wanted < bytes) {
            memory.give(bytes - wanted);
        }
        bytes = wanted;
        return true;
    }

    /// The same bytes, for another thread; these are none then.
    Reserved handOver() {
        Reserved handed = new Reserved(memory);
        handed.bytes = take();
        return handed;
    }

    /// How many they are; who takes them gives them back.
    int take() {
        int taken = bytes;
        bytes = 0;
        return taken;
    }

    /// Gives back what was not taken.
    void giveBack() {
        become(0);
    }
}
