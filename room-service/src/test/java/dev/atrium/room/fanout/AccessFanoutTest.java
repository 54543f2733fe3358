package dev.atrium.room.fanout;

import static dev.atrium.room.chat.Samples.ADA;
import static dev.atrium.room.chat.Samples.BOB;
import static dev.atrium.room.chat.Samples.NOW;
import static dev.atrium.room.chat.Samples.ROOM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.roomlog.RoomEvent.AccessChange;
import dev.atrium.platform.roomlog.RoomEvent.MemberBanned;
import dev.atrium.platform.roomlog.RoomEvent.MemberJoined;
import dev.atrium.platform.roomlog.RoomEvent.MemberRemoved;
import dev.atrium.platform.roomlog.RoomEvent.MemberSet;
import dev.atrium.platform.roomlog.RoomEvent.Role;
import dev.atrium.platform.roomlog.RoomEvent.RoomChanged;
import dev.atrium.platform.roomlog.RoomEvent.Visibility;
import dev.atrium.room.chat.Room;
import dev.atrium.room.chat.Samples;
import dev.atrium.room.live.LiveCommand;
import dev.atrium.room.live.Member;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whom a change of access concerns, and what becomes of it.
final class AccessFanoutTest {

    private static final Actor EVE = new Actor("user:eve", "Eve");

    private final EventLoop loop = new DefaultEventLoop();
    private final List<String> said = new ArrayList<>();
    private final Room room = Samples.room(Visibility.PUBLIC, 1);
    private final Fanout fanout = new Fanout(Runnable::run, (_, _) -> {}, () -> 1, () -> NOW);
    private final Ear adas = new Ear(ADA);
    private final Ear bobs = new Ear(BOB);
    private final Ear bobsDocument = new Ear(BOB);
    private final Ear eves = new Ear(EVE);
    private long sequence = 1;

    @AfterEach
    void endLoop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void aChangeOfAMembershipConcernsItsSubjectAlone() {
        joinAll();

        publish(set(BOB, Role.OWNER));
        assertEquals(List.of("Bob OWNER", "Bob OWNER"), said());

        publish(new MemberJoined(ROOM.tenant(), ROOM.room(), ++sequence, NOW, EVE, Role.OWNER, "link", 1, Map.of()));
        assertEquals(List.of("Eve OWNER"), said());

        publish(new MemberRemoved(ROOM.tenant(), ROOM.room(), ++sequence, NOW, EVE, EVE.subject()));
        assertEquals(List.of("Eve EDITOR"), said());

        publish(set(new Actor("user:else", "Else"), Role.OWNER));
        assertEquals(List.of(), said());

        publish(new MemberBanned(ROOM.tenant(), ROOM.room(), ++sequence, NOW, ADA, BOB.subject(), null, null));
        assertEquals(List.of("Bob expelled", "Bob expelled"), said());
    }

    @Test
    void aChangeOfTheRoomConcernsEverybody() {
        joinAll();

        publish(new RoomChanged(
                ROOM.tenant(), ROOM.room(), ++sequence, NOW, ADA, "Lobby", Visibility.PUBLIC, Role.VIEWER));

        assertEquals(Set.of("Ada OWNER", "Bob VIEWER", "Eve VIEWER"), Set.copyOf(said()));
    }

    /// They may still come back for it, but only who may hold it.
    @Test
    void whatSomebodyHeldWhoVanishedIsFreeOnceItMayNotHoldIt() {
        joinAll();
        fanout.live().join(ROOM, bobs, new Member(1, bobs.caller(), Role.EDITOR));
        fanout.live().submit(ROOM, bobs, null, new LiveCommand.Acquire("p", 5_000, false));
        fanout.leave(ROOM, bobs);

        publish(set(EVE, Role.EDITOR));
        assertTrue(fanout.live().locks(ROOM).find("p").isPresent());

        publish(new MemberBanned(ROOM.tenant(), ROOM.room(), ++sequence, NOW, ADA, BOB.subject(), null, null));
        assertTrue(fanout.live().locks(ROOM).find("p").isEmpty());
    }

    private void joinAll() {
        List.of(adas, bobs, eves).forEach(ear -> fanout.join(ROOM, ear));
        fanout.documents().join(ROOM, room.document(), bobsDocument, DocumentForm.PLAIN);
    }

    private MemberSet set(Actor who, Role role) {
        return new MemberSet(ROOM.tenant(), ROOM.room(), ++sequence, NOW, ADA, who, role, role, Map.of());
    }

    private void publish(AccessChange change) {
        room.apply(change);
        fanout.publish(change, room);
        fanout.flush();
    }

    private List<String> said() {
        List<String> copy = List.copyOf(said);
        said.clear();
        return copy;
    }

    private final class Ear implements Listener {

        private final Actor who;

        private Ear(Actor who) {
            this.who = who;
        }

        @Override
        public EventLoop loop() {
            return loop;
        }

        @Override
        public Optional<String> subject() {
            return Optional.of(who.subject());
        }

        @Override
        public void deliver(byte[] text) {}

        @Override
        public Caller caller() {
            return new Caller(
                    who.subject(), ROOM.tenant(), who.handle(), Set.of(), Set.of("rooms:read", "rooms:write"));
        }

        @Override
        public void become(Role role) {
            said.add(who.handle() + " " + role);
        }

        @Override
        public void gone() {}

        @Override
        public void expelled() {
            said.add(who.handle() + " expelled");
        }

        @Override
        public void moved() {}
    }
}
