package dev.atrium.bench.load;

/// Where a room's sockets are opened.
///
/// @param headers further header lines, each with its CRLF
/// @param greets whether the server says something first, once the socket is in its room
public record Address(int port, String path, String headers, boolean greets) {}
