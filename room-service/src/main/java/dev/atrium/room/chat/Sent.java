package dev.atrium.room.chat;

import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import java.util.Optional;

/// By what a repeated message is known: each sender numbers its own.
record Sent(String subject, String clientId) {

    static Optional<Sent> of(MessagePosted message) {
        String clientId = message.clientId();
        return clientId == null
                ? Optional.empty()
                : Optional.of(new Sent(message.sender().subject(), clientId));
    }
}
