package dev.atrium.media.derive.child;

import java.util.List;

/// What one derivation may use, beside the memory and time that the parent allows the whole process.
///
/// @param pixels most pixels of a picture, by its header, before anything is decoded
/// @param pages most pages of a document whose text is read; the rest is left out
/// @param textBytes most bytes of text in UTF-8; the rest is left out
public record Limits(long pixels, int pages, int textBytes) {

    private static final int ARGUMENTS = 3;

    /// The limits as arguments of [DeriveProgram].
    public List<String> toArguments() {
        return List.of(Long.toString(pixels), Integer.toString(pages), Integer.toString(textBytes));
    }

    static Limits ofArguments(List<String> arguments) {
        if (arguments.size() != ARGUMENTS) {
            throw new IllegalArgumentException("wrong number of arguments");
        }
        return new Limits(
                Long.parseLong(arguments.get(0)),
                Integer.parseInt(arguments.get(1)),
                Integer.parseInt(arguments.get(2)));
    }
}
