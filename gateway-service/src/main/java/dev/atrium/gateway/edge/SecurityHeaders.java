package dev.atrium.gateway.edge;

import io.vertx.core.MultiMap;

/// What browsers are told about an answer. What the answering feature or service says itself is kept:
/// media-service knows best how a file may be shown.
final class SecurityHeaders {

    private static final String CSP = "Content-Security-Policy";
    private static final String CORP = "Cross-Origin-Resource-Policy";
    private static final String CSP_OF_DATA =
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    private static final String CSP_OF_PAGES = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' blob: data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none';"
            + " form-action 'none'";

    private SecurityHeaders() {}

    /// Completes the headers of an answer.
    ///
    /// @param path of the request
    /// @param encrypted whether the client speaks TLS
    static void complete(MultiMap headers, String path, boolean encrypted) {
        boolean page = !path.startsWith("/api/");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        // Pages of other origins embed nothing, unless they were let in (CrossOrigin).
        if (!headers.contains(CORP)) {
            headers.set(CORP, headers.contains("Access-Control-Allow-Origin") ? "cross-origin" : "same-origin");
        }
        if (!headers.contains(CSP)) {
            headers.set(CSP, page ? CSP_OF_PAGES : CSP_OF_DATA);
        }
        if (page) {
            headers.set("Cache-Control", "no-cache");
            headers.set("Cross-Origin-Opener-Policy", "same-origin");
            headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        } else if (!headers.contains("Cache-Control")) {
            headers.set("Cache-Control", "no-store");
        }
        if (encrypted) {
            headers.set("Strict-Transport-Security", "max-age=31536000");
        }
    }
}
