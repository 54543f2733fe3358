package dev.atrium.room.sync;

import dev.atrium.platform.identity.Caller;
import dev.atrium.room.chat.RoomKey;
import dev.atrium.room.fanout.DocumentForm;
import dev.atrium.room.socket.CloseCode;
import dev.atrium.room.tinybase.Incoming;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// One room on a socket. On a socket of several, its document is shared here or, in the client's name, at the node that
/// serves it; when the room moves, the channel follows it, as often as it takes, and what the client has meanwhile is
/// fetched then. On a socket of one room the client itself must follow. Runs on the connection's event loop.
final class Channel {

    private static final Duration RETRY_FIRST = Duration.ofMillis(200);
    private static final Duration RETRY_LONGEST = Duration.ofSeconds(2);

    private final SyncSocket socket;
    private final SyncParts parts;
    private final String name;
    private final RoomKey key;
    private final Caller caller;
    private final DocumentForm form;
    private final boolean resumes;
    /// At most one of them is there.
    private @Nullable Share here;

    private @Nullable ForeignShare there;
    /// What the client waits for; null if for nothing.
    private @Nullable String acknowledgement;

    /// Hears when what the client said last is understood, or does not matter any more; null if it is.
    private @Nullable IntConsumer answering;

    private boolean joinedBefore;
    private boolean joined;
    private boolean left;
    private Duration pause = RETRY_FIRST;

    /// @param name by which the client calls it
    /// @param resumes whether the client's synchronizer may be older than the channel
    Channel(
            SyncSocket socket,
            SyncParts parts,
            String name,
            RoomKey key,
            Caller caller,
            DocumentForm form,
            boolean resumes) {
        this.socket = socket;
        this.parts = parts;
        this.name = name;
        this.key = key;
        this.caller = caller;
        this.form = form;
        this.resumes = resumes;
    }

    String name() {
        return name;
    }

    /// Begins to reach for the room. To be called once.
    void open() {
        if (follows() && !parts.isHere().test(key)) {
            joinThere();
        } else {
            joinHere();
        }
    }

    /// The client wants to hear once more that it has joined, or as soon as it has.
    void acknowledge(String text) {
        acknowledgement = text;
        if (joined) {
            acknowledge();
        }
    }

    /// The client has sent a payload. What comes while the room is on its way is lost, and fetched later.
    void receive(String payload) {
        ForeignShare foreign = there;
        if (!joined) {
            return;
        }
        if (foreign == null) {
            socket.understand(this, payload);
        } else {
            foreign.send(payload);
        }
    }

    /// The client has said something to the room that is shared here.
    ///
    /// @param done told once: when it was understood, and how many characters answer it, or when the room has moved
    void say(Incoming.Result.Said said, IntConsumer done) {
        Share share = here;
        answering = done;
        if (share != null) {
            share.receive(said.message(), answered -> {
                if (here == share) {
                    answered(answered);
                }
            });
        }
    }

    private void answered(int answered) {
        IntConsumer waiting = answering;
        answering = null;
        if (waiting != null) {
            waiting.accept(answered);
        }
    }

    /// The client is not there any more.
    void leave() {
        left = true;
        drop();
    }

    /// It has come about, before anything is sent on it.
    void joined(Joining joining) {
        switch (joining) {
            case DONE -> {
                joined = true;
                joinedBefore = true;
                pause = RETRY_FIRST;
                acknowledge();
            }
            case FORBIDDEN -> refused();
            case FULL -> {
                // Who had a seat before waits for another one, where the room is now.
                if (joinedBefore) {
                    lost();
                } else {
                    refused();
                }
            }
            case ELSEWHERE -> lost();
        }
    }

    /// The room is not served where it was, or that node is not to be reached any more.
    void lost() {
        drop();
        if (!follows()) {
            socket.close(CloseCode.MOVED);
            return;
        }
        ScheduledFuture<?> _ = socket.loop().schedule(this::reopen, pause.toNanos(), TimeUnit.NANOSECONDS);
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(RETRY_LONGEST) < 0 ? longer : RETRY_LONGEST;
    }

    /// The client may not read the room any more. In a channel it hears nothing more of it: the protocol has no word
    /// for that.
    void expelled() {
        end(CloseCode.EXPELLED);
    }

    /// As [#expelled]: the room was deleted.
    void gone() {
        end(CloseCode.GONE);
    }

    private void end(CloseCode reason) {
        leave();
        if (follows()) {
            socket.ended(this);
        } else {
            socket.close(reason);
        }
    }

    private void refused() {
        if (joinedBefore) {
            expelled();
            return;
        }
        leave();
        if (follows()) {
            socket.refused(this);
        } else {
            // The handshake was let in a moment ago: whoever comes back is told why not any more.
            socket.close(CloseCode.MOVED);
        }
    }

    private boolean follows() {
        return form == DocumentForm.CHANNEL;
    }

    private void reopen() {
        if (!left && here == null && there == null) {
            open();
        }
    }

    private void joinHere() {
        Share share = new Share(socket, this, parts, key, caller, form, resumes);
        here = share;
        // What the client says must not come before it has joined.
        socket.hold(1);
        share.join(joining -> {
            if (here == share) {
                joined(joining);
            }
            socket.hold(-1);
        });
    }

    private void joinThere() {
        there = parts.owners()
                .of(key)
                .map(owner -> new ForeignShare(socket, this, parts, key, caller, owner))
                .orElse(null);
        if (there == null) {
            lost();
        } else {
            there.join();
        }
    }

    private void drop() {
        joined = false;
        Share share = here;
        here = null;
        if (share != null) {
            share.leave();
            socket.owes(share, false);
            answered(0);
        }
        ForeignShare foreign = there;
        there = null;
        if (foreign != null) {
            foreign.leave();
        }
    }

    private void acknowledge() {
        String text = acknowledgement;
        acknowledgement = null;
        if (text != null) {
            socket.write(text);
        }
    }
}
