package dev.atrium.media.storage;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/// An object, or a part of one, on its way from the store to a client. As the entity of a response it is written as
/// fast as the client reads, and is never in memory as a whole. Must be subscribed to once.
///
/// @param length how many bytes come
/// @param turn given back when they have all come, or come no more
public record StoredBytes(long length, Flow.Publisher<ByteBuffer> bytes, Turns.Turn turn) {}
