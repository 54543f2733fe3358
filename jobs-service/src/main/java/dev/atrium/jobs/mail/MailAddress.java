package dev.atrium.jobs.mail;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// An address that mail can be sent to (RFC 5321): ASCII, without quoted parts, comments or routes, so that nothing in
/// it can end a header or an SMTP command.
///
/// @param value local part, `@`, and a domain of at least two labels; at most 254 characters
public record MailAddress(String value) {

    private static final int MAX_LENGTH = 254;
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final Pattern LOCAL_PART = Pattern.compile(ATOM + "(\\." + ATOM + ")*");
    private static final Pattern DOMAIN = Pattern.compile(
            "([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    /// @throws IllegalArgumentException if it does not have the form above
    public MailAddress {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a mail address");
        }
    }

    /// Reads an address as people write it; an international domain becomes its ASCII form.
    ///
    /// @return empty if it is not an address that mail can be sent to
    public static Optional<MailAddress> parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1 || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            String ascii = text.substring(0, at + 1) + IDN.toASCII(text.substring(at + 1), IDN.USE_STD3_ASCII_RULES);
            return isValid(ascii) ? Optional.of(new MailAddress(ascii)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// By which addresses are compared: hardly any server tells upper case from lower case.
    public String key() {
        return value.toLowerCase(Locale.ROOT);
    }

    private static boolean isValid(String text) {
        int at = text.lastIndexOf('@');
        return text.length() <= MAX_LENGTH
                && at >= 1
                && at <= 64
                && LOCAL_PART.matcher(text.substring(0, at)).matches()
                && DOMAIN.matcher(text.substring(at + 1)).matches();
    }
}
