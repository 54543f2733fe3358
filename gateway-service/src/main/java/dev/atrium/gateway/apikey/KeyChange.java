package dev.atrium.gateway.apikey;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/// What can be changed of a key. What it allows cannot: make another one.
///
/// @param label what the key is for, for its owner's list
public record KeyChange(
        @NotNull @Pattern(regexp = LABEL, message = LABEL_FORM)
        String label) {

    static final String LABEL = "\\P{Cc}{1,100}";
    static final String LABEL_FORM = "must be 1 to 100 characters, none of them a control character";
}
