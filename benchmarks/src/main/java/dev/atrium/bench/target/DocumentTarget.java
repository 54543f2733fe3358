package dev.atrium.bench.target;

import dev.atrium.bench.load.Address;
import java.io.IOException;

/// A server of TinyBase documents.
public interface DocumentTarget extends Target {

    /// A new document.
    Address document() throws IOException;

    /// Clients of the library, of which `count` open a document before another one joins.
    ///
    /// @param rows that they have then
    /// @throws Target.Unavailable if there is no Node on this machine
    DocumentClients clients(int count, int rows) throws IOException;
}
