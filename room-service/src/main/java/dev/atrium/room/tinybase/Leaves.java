package dev.atrium.room.tinybase;

import java.util.AbstractCollection;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Leaves by their ids; a leaf is never taken away. A few of them are kept in an array that is searched, because a room
/// has many rows of few cells; many of them in a hash map, which holds against ids that were made to collide.
final class Leaves extends AbstractCollection<Leaf> {

    private static final int FEW = 16;
    private static final Leaf[] NOTHING = {};

    private Leaf[] few = NOTHING;
    private int count;
    private @Nullable Map<String, Leaf> many;

    @Nullable
    Leaf find(String id) {
        if (many != null) {
            return many.get(id);
        }
        int index = index(id);
        return index < count ? few[index] : null;
    }

    /// Sets the leaf, in the place of another of its id.
    void put(Leaf leaf) {
        if (many != null) {
            many.put(leaf.id(), leaf);
            return;
        }
        int index = index(leaf.id());
        if (index == FEW) {
            Map<String, Leaf> all = HashMap.newHashMap(2 * FEW);
            forEach(present -> all.put(present.id(), present));
            all.put(leaf.id(), leaf);
            many = all;
            few = NOTHING;
        } else if (index < few.length) {
            set(index, leaf);
        } else {
            Leaf[] more = new Leaf[index < 4 ? index + 1 : 2 * index];
            System.arraycopy(few, 0, more, 0, count);
            few = more;
            set(index, leaf);
        }
    }

    @Override
    public int size() {
        return many == null ? count : many.size();
    }

    @Override
    public Iterator<Leaf> iterator() {
        return many == null
                ? Arrays.asList(few).subList(0, count).iterator()
                : many.values().iterator();
    }

    private void set(int index, Leaf leaf) {
        few[index] = leaf;
        count = Math.max(count, index + 1);
    }

    /// Where the leaf is or would be among the few.
    private int index(String id) {
        int index = 0;
        while (index < count && !few[index].id().equals(id)) {
            index++;
        }
        return index;
    }
}
