package dev.atrium.bench.load;

import java.util.function.Supplier;

/// Where a room's sockets are opened.
///
/// @param headers further header lines as they are valid now, each with its CRLF
/// @param greets whether the server says something first, once the socket is in its room
public record Address(int port, String path, Supplier<String> headers, boolean greets) {}
