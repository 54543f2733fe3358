package dev.atrium.gateway.ticket;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The sub-protocols that a client offers when it opens a WebSocket (RFC 6455, 4.1), among which it may hide a ticket:
/// the one header that pages can set.
public final class SubProtocols {

    /// The handshake's header.
    public static final String HEADER = "Sec-WebSocket-Protocol";

    private static final String TICKET = "ticket.";

    private final List<String> offered;

    private SubProtocols(List<String> offered) {
        this.offered = offered;
    }

    /// @param headers values of all headers of the name [#HEADER]
    public static SubProtocols of(List<String> headers) {
        return new SubProtocols(headers.stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList());
    }

    /// Whether the client speaks it.
    public boolean offer(String name) {
        return offered.contains(name);
    }

    /// The ticket in `ticket.<ticket>`.
    public Optional<String> ticket() {
        return offered.stream()
                .filter(SubProtocols::isTicket)
                .map(name -> name.substring(TICKET.length()))
                .findFirst();
    }

    /// What the service may choose from, as a header; empty if there is nothing.
    public Optional<String> withoutTicket() {
        String rest = offered.stream().filter(name -> !isTicket(name)).collect(Collectors.joining(", "));
        return rest.isEmpty() ? Optional.empty() : Optional.of(rest);
    }

    private static boolean isTicket(String name) {
        return name.startsWith(TICKET);
    }
}
