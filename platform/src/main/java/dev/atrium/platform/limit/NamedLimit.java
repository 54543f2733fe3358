package dev.atrium.platform.limit;

/// A limit beside those that come with the suite ([Limit]): one that is configured.
///
/// @param policy its name, which clients see: small letters, digits and hyphens, and that of no other limit
/// @param whose use is counted together
public record NamedLimit(String policy, Whose whose, Quota quota) {}
