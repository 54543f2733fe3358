package dev.atrium.jobs.outside;

/// A checked address of a user.
///
/// @param host a name, or an address without brackets
/// @param path with the query; begins with `/`
record Target(boolean tls, String host, int port, String path) {

    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    static int defaultPort(boolean tls) {
        return tls ? HTTPS : HTTP;
    }

    /// As the `Host` header says it.
    String authority() {
        String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return port == defaultPort(tls) ? name : name + ":" + port;
    }
}
