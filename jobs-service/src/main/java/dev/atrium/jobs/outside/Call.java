package dev.atrium.jobs.outside;

import java.time.Duration;
import java.util.Map;

/// A `POST` to an address that a user gave.
///
/// @param party on whose behalf, and what for: what one party calls takes nothing from another
/// @param url as the user gave it; judged anew at every call
/// @param headers beside `Host` and `Content-Length`, which follow from the rest
/// @param timeout for everything together, from looking up the name to the end of the answer
/// @param answerBytes how much of the answer's body is wanted
public record Call(
        String party, String url, Map<String, String> headers, byte[] body, Duration timeout, int answerBytes) {

    public Call {
        headers = Map.copyOf(headers);
    }
}
