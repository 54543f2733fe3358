package dev.atrium.room.testing;

import dev.atrium.room.tinybase.Memory;

/// Memory of which what is taken can be seen, and bounded.
public final class CountingMemory implements Memory {

    private int max = Integer.MAX_VALUE;
    private int taken;

    public void max(int bytes) {
        max = bytes;
    }

    public int taken() {
        return taken;
    }

    @Override
    public boolean take(int bytes, int before) {
        boolean fits = taken + bytes <= max;
        taken += fits ? bytes : 0;
        return fits;
    }

    @Override
    public void give(int bytes) {
        taken -= bytes;
    }
}
