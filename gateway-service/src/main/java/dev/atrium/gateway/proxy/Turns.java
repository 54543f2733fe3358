package dev.atrium.gateway.proxy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whose turn it is to use a connection to a node: no address has more of them than are free besides. So one alone gets
/// half of them, and however long n addresses keep theirs, the n+1st part of all is left to others. Who gets none waits
/// until it may, in the order of coming; for the places to wait the same holds. Belongs to one event loop.
final class Turns {

    private final int connections;
    private final int places;
    private final Map<String, Integer> byAddress = new HashMap<>();
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private int taken;

    /// Somebody who waits for a turn.
    ///
    /// @param begin run when it has come
    record Waiting(String address, Runnable begin) {}

    /// Too many wait already, or too many of the same address.
    static final class Crowded extends Exception {

        private static final long serialVersionUID = 1;
    }

    /// @param connections to the node
    /// @param places how many may wait
    Turns(int connections, int places) {
        this.connections = connections;
        this.places = places;
    }

    /// Takes a turn, which is to be given back.
    ///
    /// @return false if it is not the address's turn
    boolean take(String address) {
        int own = byAddress.getOrDefault(address, 0);
        if (own >= connections - taken) {
            return false;
        }
        byAddress.put(address, own + 1);
        taken++;
        return true;
    }

    /// Waits for a turn, which is taken when it begins.
    ///
    /// @return null if there is no place to wait
    @Nullable
    Waiting await(String address, Runnable begin) {
        long own =
                queue.stream().filter(other -> other.address().equals(address)).count();
        if (own >= places - queue.size()) {
            return null;
        }
        Waiting waiting = new Waiting(address, begin);
        queue.add(waiting);
        return waiting;
    }

    /// Waits no more. Who does not wait is not concerned.
    void leave(Waiting waiting) {
        queue.remove(waiting);
    }

    /// Gives a turn back; those begin whose turn it is then.
    void giveBack(String address) {
        taken--;
        byAddress.computeIfPresent(address, (_, own) -> own == 1 ? null : own - 1);
        for (Waiting next = next(); next != null; next = next()) {
            next.begin().run();
        }
    }

    boolean isIdle() {
        return taken == 0;
    }

    private @Nullable Waiting next() {
        for (Iterator<Waiting> all = queue.iterator(); all.hasNext(); ) {
            Waiting one = all.next();
            if (take(one.address())) {
                all.remove();
                return one;
            }
        }
        return null;
    }
}
