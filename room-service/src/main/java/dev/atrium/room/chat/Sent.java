package dev.atrium.room.chat;

import dev.atrium.platform.roomlog.RoomEvent.MessagePosted;
import dev.atrium.platform.roomlog.RoomEvent.OperationsApplied;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/// By what a repeated message is known: each sender numbers its own.
public record Sent(String subject, String clientId) {

    /// PostgreSQL's expression for [#hash].
    public static final String HASH_SQL =
            "('x' || left(md5(sender_subject || chr(10) || client_id), 16))::bit(64)::bigint";

    /// A number that differs for almost all others.
    public long hash() {
        byte[] text = (subject + '\n' + clientId).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(md5().digest(text)).getLong();
    }

    /// Empty if the author gave no id.
    public static Optional<Sent> of(OperationsApplied applied) {
        String clientId = applied.clientId();
        return clientId == null
                ? Optional.empty()
                : Optional.of(new Sent(applied.by().subject(), clientId));
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    /// Empty if the sender gave no id.
    public static Optional<Sent> of(MessagePosted message) {
        String clientId = message.clientId();
        return clientId == null
                ? Optional.empty()
                : Optional.of(new Sent(message.sender().subject(), clientId));
    }
}
