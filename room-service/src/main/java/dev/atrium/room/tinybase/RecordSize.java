package dev.atrium.room.tinybase;

/// What texts cost in a record of the log, in bytes: changes are JSON there, as a text within JSON, in
/// UTF-8.
final class RecordSize {

    private RecordSize() {}

    /// @param json as [JsText] writes it: without control characters and halves of pairs
    static long ofJson(String json) {
        long size = json.length();
        for (int i = 0; i < json.length(); i++) {
            char unit = json.charAt(i);
            if (unit == '"' || unit == '\\') {
                size++;
            } else if (unit >= 0x80) {
                size += unit < 0x800 || Character.isSurrogate(unit) ? 1 : 2;
            }
        }
        return size;
    }

    /// Most that a text costs once it is JSON, its quotes aside.
    static long ofText(String text) {
        long size = 0;
        for (int i = 0; i < text.length(); i++) {
            size += ofUnit(text, i);
        }
        return size;
    }

    private static int ofUnit(String text, int index) {
        char unit = text.charAt(index);
        if (unit == '"' || unit == '\\') {
            return 4;
        }
        boolean escaped = unit < ' ' || (Character.isSurrogate(unit) && !Utf8.isInPair(text, index));
        if (escaped) {
            return 7;
        }
        if (unit < 0x80) {
            return 1;
        }
        return unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
    }
}
