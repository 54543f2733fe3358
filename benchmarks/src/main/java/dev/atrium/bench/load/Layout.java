package dev.atrium.bench.load;

/// Who sits where. Socket `i` is in room `i / socketsPerRoom`; the first of a room are its senders.
public record Layout(int rooms, int socketsPerRoom, int sendersPerRoom) {

    public Layout {
        if (rooms < 1 || socketsPerRoom < 1 || sendersPerRoom < 1 || sendersPerRoom > socketsPerRoom) {
            throw new IllegalArgumentException("a room needs sockets, and some of them must send");
        }
    }

    public int sockets() {
        return rooms * socketsPerRoom;
    }

    int room(int socket) {
        return socket / socketsPerRoom;
    }

    boolean isSender(int socket) {
        return socket % socketsPerRoom < sendersPerRoom;
    }
}
