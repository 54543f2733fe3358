package dev.atrium.platform.identity;

/// Who did something, as it is stored and shown: a person or an agent.
///
/// @param subject stable id of the principal, for example `user:…` or `key:…`
/// @param handle the name that others see
public record Actor(String subject, String handle) {}
