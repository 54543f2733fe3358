package dev.atrium.room.live;

import dev.atrium.platform.identity.Actor;

/// A lock that somebody holds.
///
/// @param socket number of the socket that holds it, or did until just now
/// @param token of this grant; higher than that of any grant before
/// @param expiresAt when the lease ends, in milliseconds since the epoch
/// @param waiting how many wait for it
public record LockView(String name, Actor holder, long socket, long token, long expiresAt, int waiting) {}
