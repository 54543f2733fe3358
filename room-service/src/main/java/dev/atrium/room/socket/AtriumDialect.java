package dev.atrium.room.socket;

import dev.atrium.room.fanout.FrameText;

/// `atrium.v1`: frames of JSON, read by an [Inbox], and a last one that says why the server ends the connection.
interface AtriumDialect extends Connection.Dialect {

    Inbox inbox();

    @Override
    default void text(byte[] utf8) {
        inbox().text(utf8);
    }

    @Override
    default void binary() {
        inbox().binary();
    }

    @Override
    default void tooLarge() {
        inbox().tooLarge();
    }

    @Override
    default Farewell farewell(CloseCode why) {
        return new Farewell(why.code(), why.reason(), FrameText.of(why.goodbye()));
    }
}
