package dev.atrium.gateway.proxy;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Open sockets by what they were opened with. Thread-safe.
///
/// @param <K> what has sockets
final class SocketsBy<K> {

    private final Map<K, Set<SocketPair>> open = new ConcurrentHashMap<>();

    void opened(K key, SocketPair socket) {
        open.compute(key, (_, sockets) -> {
            Set<SocketPair> all = sockets == null ? ConcurrentHashMap.newKeySet() : sockets;
            all.add(socket);
            return all;
        });
    }

    void closed(K key, SocketPair socket) {
        open.computeIfPresent(key, (_, sockets) -> {
            sockets.remove(socket);
            return sockets.isEmpty() ? null : sockets;
        });
    }

    /// A view of those that were opened with it; may be empty.
    Set<SocketPair> of(K key) {
        return open.getOrDefault(key, Set.of());
    }

    /// A view of what has sockets.
    Set<K> keys() {
        return open.keySet();
    }

    boolean isEmpty() {
        return open.isEmpty();
    }
}
