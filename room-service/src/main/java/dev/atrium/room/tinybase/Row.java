package dev.atrium.room.tinybase;

/// A row, of a document or of a change. In a change the hash is not kept.
final class Row {

    final String id;
    final Leaves cells = new Leaves();

    /// What data made elsewhere may carry; today's clients leave it empty.
    Hlc time = Hlc.NONE;

    int hash;

    Row(String id) {
        this.id = id;
    }
}
