package dev.atrium.room.tinybase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Some clients and a server, with messages and commits that take their time, connections that break, and edits on all
/// sides. When all are connected again and nothing is on its way, all have the same. A client is modelled by a
/// conversation too: what it commits, it has at once.
final class ConvergenceTest {

    private static final int SEEDS = 1_500;
    private static final int STEPS = 150;
    private static final int CLIENTS = 3;

    @Test
    void allHaveTheSameInTheEnd() {
        int edits = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            World world = new World(seed);
            world.run();

            for (Client client : world.clients) {
                assertEquals(Content.hashes(world.document), Content.hashes(client.document), "seed " + seed);
            }
            edits += world.document.leafCount();
        }
        assertTrue(edits > 10 * SEEDS, "too little happens: " + edits);
    }

    private static final class Client {

        final Document document = new Document();
        final HlcClock clock;
        final Conversation store;

        @Nullable
        Link link;

        Client(int number, Nonce nonce) {
            this.clock = new HlcClock(number);
            this.store = new Conversation(() -> true, clock, nonce, DocumentLimits.USUAL);
        }
    }

    /// A connection: what it carries is lost with it.
    private static final class Link {

        final Conversation server;
        final ArrayDeque<String> toServer = new ArrayDeque<>();
        final ArrayDeque<String> toClient = new ArrayDeque<>();
        final HlcClock clock = new HlcClock(0);

        Link(Nonce nonce) {
            this.server = new Conversation(() -> true, clock, nonce, DocumentLimits.USUAL);
        }
    }

    private record Pending(Link from, long number, Changes changes) {}

    private static final class World {

        final Random random;
        final Nonce nonce;
        final Document document = new Document();
        final List<Client> clients = new ArrayList<>();
        final ArrayDeque<Pending> commits = new ArrayDeque<>();
        long now = 1_700_000_000_000L;

        World(long seed) {
            this.random = new Random(seed);
            this.nonce = Nonce.of(random);
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new Client(i + 1, nonce));
            }
        }

        void run() {
            for (int i = 0; i < STEPS; i++) {
                now += random.nextInt(300);
                step(clients.get(random.nextInt(CLIENTS)));
            }
            for (Client client : clients) {
                connect(client);
            }
            // Announcements, and time-outs of what was asked over connections that are no more.
            for (int i = 0; i < 3; i++) {
                carryOn();
                now += 10_000;
                for (Client client : clients) {
                    Link link = connect(client);
                    sendToClient(link, link.server.joined(document));
                    sendToServer(client, link, client.store.tick(client.document, instant()));
                    sendToServer(client, link, client.store.joined(client.document));
                }
            }
            carryOn();
        }

        private void step(Client client) {
            Link link = client.link;
            switch (random.nextInt(8)) {
                case 0, 1 -> edit(client);
                case 2 -> {
                    if (link != null && random.nextInt(3) == 0) {
                        client.link = null;
                        sendNowhere(client);
                    } else {
                        connect(client);
                    }
                }
                case 3 -> {
                    if (link != null) {
                        sendToClient(link, link.server.tick(document, instant()));
                        sendToServer(client, link, client.store.tick(client.document, instant()));
                    }
                }
                case 4 -> commit(random.nextInt(10) != 0);
                default -> {
                    if (link != null && random.nextBoolean()) {
                        receiveAtServer(link);
                    } else if (link != null) {
                        receiveAtClient(client, link);
                    }
                }
            }
        }

        private void carryOn() {
            boolean busy = true;
            int rounds = 0;
            while (busy) {
                busy = commit(true);
                for (Client client : clients) {
                    Link link = connect(client);
                    busy |= receiveAtServer(link);
                    busy |= receiveAtClient(client, link);
                }
                rounds++;
                assertTrue(rounds < 10_000, "they never stop talking");
            }
        }

        private Link connect(Client client) {
            Link link = client.link;
            if (link == null) {
                link = new Link(nonce);
                client.link = link;
                sendToClient(link, link.server.joined(document));
                sendToServer(client, link, client.store.joined(client.document));
            }
            return link;
        }

        private void edit(Client client) {
            Changes edit = RandomChanges.edit(random, client.clock, now);
            Changes won = client.document.winners(edit);
            client.document.merge(edit);
            if (client.link != null && !won.isEmpty()) {
                client.link.toServer.add(MessageWriter.contentDiff(nonce.transaction(), won));
            }
        }

        private boolean receiveAtServer(Link link) {
            String text = link.toServer.poll();
            if (text != null) {
                sendToClient(link, link.server.receive(message(text), document, instant()));
            }
            return text != null;
        }

        private boolean receiveAtClient(Client client, Link link) {
            String text = link.toClient.poll();
            if (text != null) {
                sendToServer(client, link, client.store.receive(message(text), client.document, instant()));
            }
            return text != null;
        }

        /// The oldest commit is read back, or has failed.
        private boolean commit(boolean done) {
            Pending commit = commits.poll();
            if (commit == null) {
                return false;
            }
            if (done) {
                Changes won = document.winners(commit.changes());
                document.merge(commit.changes());
                for (Client client : clients) {
                    Link link = client.link;
                    if (link != null && link != commit.from() && !won.isEmpty()) {
                        link.toClient.add(MessageWriter.contentDiff(nonce.transaction(), won));
                    }
                }
            }
            Link from = commit.from();
            sendToClient(from, from.server.committed(commit.number(), done, document, instant()));
            return true;
        }

        private void sendToClient(Link link, List<Effect> effects) {
            for (Effect effect : effects) {
                switch (effect) {
                    case Effect.Send send -> link.toClient.add(send.remainder());
                    case Effect.Commit commit -> commits.add(new Pending(link, commit.number(), commit.changes()));
                    case Effect.Close close -> throw new AssertionError(close);
                }
            }
        }

        private void sendToServer(Client client, Link link, List<Effect> effects) {
            for (Effect effect : effects) {
                switch (effect) {
                    case Effect.Send send -> link.toServer.add(send.remainder());
                    case Effect.Commit commit -> {
                        client.document.merge(commit.changes());
                        sendToServer(
                                client,
                                link,
                                client.store.committed(commit.number(), true, client.document, instant()));
                    }
                    case Effect.Close close -> throw new AssertionError(close);
                }
            }
        }

        /// A client whose connection broke waits for answers that do not come.
        private void sendNowhere(Client client) {
            now += 6_000;
            Link nowhere = new Link(nonce);
            sendToServer(client, nowhere, client.store.tick(client.document, instant()));
        }

        private Instant instant() {
            return Instant.ofEpochMilli(now);
        }

        private static Message message(String text) {
            return MessageReader.read(text).orElseThrow(() -> new AssertionError(text));
        }
    }
}
