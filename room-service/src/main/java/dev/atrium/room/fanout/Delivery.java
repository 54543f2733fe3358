package dev.atrium.room.fanout;

/// The same text for some listeners of one event loop.
record Delivery(Listener[] listeners, byte[] text) {

    void deliver() {
        for (Listener listener : listeners) {
            listener.deliver(text);
        }
    }
}
