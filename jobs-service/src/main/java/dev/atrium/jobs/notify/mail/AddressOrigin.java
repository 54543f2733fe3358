package dev.atrium.jobs.notify.mail;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// Who says that an address is somebody's.
public enum AddressOrigin {
    /// Whoever reads its mail, by the link of a confirmation.
    PERSON,
    /// The identity provider, which has verified it.
    PROVIDER;

    static AddressOrigin labelled(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    /// As in the API and in tables.
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
