package dev.atrium.media.derive.child;

/// Why nothing can be derived from a file, however often it is tried.
public enum Refusal {
    UNREADABLE_PICTURE("The picture is damaged or of a kind that cannot be read."),
    TOO_MANY_PIXELS("The picture has too many pixels."),
    TOO_MANY_PIXELS_IN_SCANS(
            "The picture has too many pixels for one that is progressive, or stored in several scans."),
    UNREADABLE_PDF("The PDF is damaged."),
    PROTECTED_PDF("The PDF is protected by a password."),
    TOO_DEMANDING("The file needs more time or memory than one file may use.");

    private final String reason;

    Refusal(String reason) {
        this.reason = reason;
    }

    /// Safe to show; the same for every file, so nothing of the file is in it.
    public String reason() {
        return reason;
    }
}
