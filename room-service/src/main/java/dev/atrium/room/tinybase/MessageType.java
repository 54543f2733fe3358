package dev.atrium.room.tinybase;

import java.util.Arrays;
import java.util.Optional;

/// The numbers of messages.
enum MessageType {
    RESPONSE(0),
    GET_CONTENT_HASHES(1),
    CONTENT_HASHES(2),
    CONTENT_DIFF(3),
    GET_TABLE_DIFF(4),
    GET_ROW_DIFF(5),
    GET_CELL_DIFF(6),
    GET_VALUE_DIFF(7);

    private final int number;

    MessageType(int number) {
        this.number = number;
    }

    static Optional<MessageType> of(long number) {
        return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
    }

    int number() {
        return number;
    }
}
