package dev.atrium.gateway.organisation;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An organisation that is to be made.
///
/// @param name 1 to 100 characters without control characters
/// @param slug 3 to 40 small letters, digits and inner hyphens; absent: one is made from the name
public record NewOrganisation(
        @NotBlank @Size(max = 100) @Pattern(regexp = NAME, message = NAME_FORM)
        String name,

        @Pattern(regexp = SLUG, message = SLUG_FORM) @Nullable
        String slug) {

    static final String NAME = "\\P{Cc}*";
    static final String NAME_FORM = "must not contain control characters";
    static final String SLUG = "[a-z0-9][a-z0-9-]{1,38}[a-z0-9]";
    static final String SLUG_FORM = "must be 3 to 40 small letters, digits and inner hyphens";

    private static final int FROM_NAME_MAX = 30;
    private static final int RANDOM_BITS = 30;

    /// The slug that is wished, or one that hardly anybody has.
    String slugOr(SecureRandom random) {
        if (slug != null) {
            return slug;
        }
        String plain = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String start = plain.isEmpty() ? "org" : plain.substring(0, Math.min(plain.length(), FROM_NAME_MAX));
        return start + "-" + Integer.toString(random.nextInt(1 << RANDOM_BITS), Character.MAX_RADIX);
    }
}
