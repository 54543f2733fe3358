package dev.atrium.room.live;

import dev.atrium.platform.identity.Actor;

/// What is played in a room, and where: at a later time `t` of the server, in milliseconds, the position is
/// `position + (t - at) / 1000 * rate` while playing, and `position` otherwise.
///
/// @param position in seconds
/// @param rate seconds of the thing per second
/// @param at the server's time at which the position held, in milliseconds since the epoch
/// @param by who changed it last
public record PlaybackView(boolean playing, double position, double rate, long at, Actor by) {}
