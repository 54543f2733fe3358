package dev.atrium.room.fanout;

/// The same text for some listeners of one event loop.
///
/// @param skippable whether listeners that are behind may miss it
record Delivery(Listener[] listeners, byte[] text, boolean skippable) {

    void deliver() {
        for (Listener listener : listeners) {
            if (skippable) {
                listener.offer(text);
            } else {
                listener.deliver(text);
            }
        }
    }
}
