package dev.atrium.gateway.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SubProtocolsTest {

    @Test
    void aTicketIsFoundWhereverItStandsAndIsNotPassedOn() {
        SubProtocols first = SubProtocols.of(List.of("ticket.abc_-1, atrium.v1"));
        SubProtocols last = SubProtocols.of(List.of("atrium.v1,tinybase", "ticket.abc_-1"));

        assertEquals(Optional.of("abc_-1"), first.ticket());
        assertEquals(Optional.of("atrium.v1"), first.withoutTicket());
        assertEquals(Optional.of("abc_-1"), last.ticket());
        assertEquals(Optional.of("atrium.v1, tinybase"), last.withoutTicket());
    }

    @Test
    void whereNothingElseIsOfferedTheServiceHasNoChoice() {
        assertEquals(
                Optional.empty(), SubProtocols.of(List.of("ticket.a, ticket.b")).withoutTicket());
        assertEquals(Optional.empty(), SubProtocols.of(List.of()).withoutTicket());
        assertEquals(Optional.empty(), SubProtocols.of(List.of(" , ")).ticket());
        assertEquals(Optional.empty(), SubProtocols.of(List.of("tickets.v1")).ticket());
    }
}
