package dev.atrium.room.operation;

import static dev.atrium.room.operation.Fixture.ADA;
import static dev.atrium.room.operation.Fixture.BOB;
import static dev.atrium.room.operation.Fixture.json;
import static dev.atrium.room.operation.Fixture.merge;
import static dev.atrium.room.operation.Fixture.pointer;
import static dev.atrium.room.operation.Fixture.put;
import static dev.atrium.room.operation.Fixture.remove;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.atrium.platform.problem.ProblemType;
import dev.atrium.platform.roomlog.RoomEvent.ObjectChange;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ObjectSetTest {

    private final Fixture room = new Fixture();

    @Test
    void operationsChangeObjectsAndNameTheirAuthor() {
        room.done(ADA, put("a", "{'x':1}"), put("b", "2"));
        room.done(BOB, merge("a", "{'y':2}"), remove("b"), merge("c", "{'z':null}"));

        assertEquals(json("{'x':1,'y':2}"), room.value("a"));
        assertEquals(
                new RoomObject("a", "{\"x\":1,\"y\":2}", 3, BOB, Fixture.NOW),
                room.objects.find("a").orElseThrow());
        assertTrue(room.objects.find("b").orElseThrow().isRemoved());
        assertEquals(json("{}"), room.value("c"));
        assertEquals(2, room.objects.size());
    }

    @Test
    void aChangeNamesTheVersionBefore() {
        room.done(ADA, put("a", "1"));

        assertEquals(
                new Verdict.Accepted(List.of(new ObjectChange("a", null, 2), new ObjectChange("b", "null", 0))),
                room.apply(ADA, remove("a"), put("b", "null")));
    }

    @Test
    void whatIsSoAlreadyIsNoChange() {
        room.done(ADA, put("a", "{'x':1,'y':2}"));

        assertEquals(new Verdict.Accepted(List.of()), room.apply(BOB, put("a", "{'y':2,'x':1}"), remove("b")));
        assertEquals(new Verdict.Accepted(List.of()), room.apply(BOB, merge("a", "{'x':1,'z':null}")));
        assertEquals(2, room.version("a"));
    }

    /// They would be the cheapest to ask for, and the dearest to find out.
    @Test
    void operationsThatChangeNothingHaveABoundTogether() {
        String large = "{'x':'" + "x".repeat(60_000) + "'}";
        for (int i = 0; i < 9; i++) {
            room.done(ADA, put("o" + i, large));
        }

        Verdict.Refused refused = room.refused(
                BOB, IntStream.range(0, 9).mapToObj(i -> merge("o" + i, "{}")).toArray(Operation[]::new));

        assertEquals(ProblemType.TOO_LARGE, refused.type());
        assertEquals("/operations/8", pointer(refused));
        room.done(BOB, IntStream.range(0, 8).mapToObj(i -> merge("o" + i, "{}")).toArray(Operation[]::new));
        room.done(BOB, IntStream.range(0, 9).mapToObj(i -> put("o" + i, "1")).toArray(Operation[]::new));
    }

    @Test
    void whatIsPutOfTheSameLengthIsComparedWithWhatIsThere() {
        room.done(ADA, put("a", "{'x':1,'y':2}"), put("b", "'12'"));

        assertEquals(new Verdict.Accepted(List.of()), room.apply(BOB, put("a", "{'y':2,'x':1}"), put("b", "'12'")));
        room.done(BOB, put("a", "{'x':2,'y':1}"), put("b", "'21'"));
        assertEquals(json("{'x':2,'y':1}"), room.value("a"));
        assertEquals(json("'21'"), room.value("b"));
    }

    @Test
    void allAreAppliedOrNone() {
        room.locked(new HeldLock("b", BOB, 1, 0));

        Verdict.Refused refused = room.refused(ADA, put("a", "1"), put("b", "2"));

        assertEquals("/operations/1/path", pointer(refused));
        assertEquals(Optional.empty(), room.objects.find("a"));
        room.locked();
        room.done(ADA, put("a", "1", 0));
    }

    @Test
    void anOperationIsDecidedByWhatIsOnItsWay() {
        room.decide(ADA, put("a", "{'x':1}"));

        assertEquals(Optional.empty(), room.objects.find("a"));
        assertEquals(
                new Verdict.Accepted(List.of(new ObjectChange("a", "{\"x\":1,\"y\":1}", 2))),
                room.decide(BOB, merge("a", "{'y':1}")));
        assertInstanceOf(Verdict.Refused.class, room.decide(BOB, put("a", "1", 0)));

        room.lose();

        assertInstanceOf(Verdict.Accepted.class, room.decide(BOB, put("a", "1", 0)));
    }

    @Test
    void anOldBaseIsRefusedWithWhatIsThere() {
        room.done(ADA, put("a", "1"));
        room.done(ADA, put("a", "2"));

        Verdict.Refused refused = room.refused(BOB, put("a", "3", 2));

        assertEquals(ProblemType.CONFLICT, refused.type());
        assertEquals("/operations/0/base", pointer(refused));
        assertEquals(
                new ObjectView("a", 3, null, "2", ADA, Fixture.NOW),
                refused.fault().present());
        room.done(BOB, put("a", "3", 3));
    }

    @Test
    void baseZeroMeansThatNothingIsThere() {
        room.done(ADA, put("a", "1", 0));

        assertEquals(ProblemType.CONFLICT, room.refused(BOB, put("a", "2", 0)).type());
        room.done(ADA, remove("a"));
        room.done(BOB, put("a", "2", 0));
        room.done(ADA, remove("a"));
        room.done(BOB, put("a", "2", room.version("a")));
        assertEquals(
                new ObjectView("b", 0, true, null, null, null),
                room.refused(BOB, put("b", "1", 4)).fault().present());
    }

    @Test
    void theOwnersChoiceDecidesConflicts() {
        room.schema("one", "over/*", null, "overwrite").schema("two", "joined/*", null, "merge");
        room.done(ADA, put("over/a", "1"), put("joined/a", "{'x':1,'y':1}"));
        room.done(ADA, put("over/a", "2"), put("joined/a", "{'x':2,'y':1}"));
        long seen = 4;

        room.done(BOB, put("over/a", "3", seen), put("joined/a", "{'x':1,'y':3}", seen));

        assertEquals(json("3"), room.value("over/a"));
        assertEquals(json("{'x':2,'y':3}"), room.value("joined/a"));
        assertEquals(
                ProblemType.CONFLICT,
                room.refused(BOB, put("joined/a", "{'x':9,'y':1}", seen)).type());
        room.done(BOB, new Operation.Merge("joined/a", json("{'z':1}"), seen, null));
        assertEquals(json("{'x':2,'y':3,'z':1}"), room.value("joined/a"));
    }

    @Test
    void whatIsForgottenCannotBeMerged() {
        room.schema("one", "a", null, "merge");
        String filling = "'" + "x".repeat(60_000) + "'";
        room.done(ADA, put("a", "{'x':1}"));
        long seen = room.version("a");
        room.done(ADA, put("a", "{'x':2}"));
        for (int i = 0; i < 20; i++) {
            room.done(ADA, put("b", filling.replace("x'", i + "'")));
        }

        Verdict.Refused refused = room.refused(BOB, put("a", "{'x':1,'y':1}", seen));

        assertTrue(refused.detail().contains("too old"), refused.detail());
    }

    @Test
    void aResolverThatIsAddedDecides() {
        ConflictResolver longest = new ConflictResolver() {
            @Override
            public String name() {
                return "longest";
            }

            @Override
            public Resolution resolve(Conflict conflict) {
                int present = String.valueOf(conflict.present()).length();
                int wanted = String.valueOf(conflict.operation().applied(null)).length();
                return wanted > present
                        ? new Resolution.Accept(conflict.operation().applied(null))
                        : new Resolution.Refuse("it is longer already");
            }
        };
        room.resolving(longest).schema("texts", "texts/*", null, "longest");
        room.done(ADA, put("texts/a", "'long'"));

        room.done(BOB, put("texts/a", "'longer'", 1));

        assertEquals(json("'longer'"), room.value("texts/a"));
        assertEquals(
                ProblemType.CONFLICT, room.refused(BOB, put("texts/a", "''", 1)).type());
    }

    @Test
    void aSchemaIsAskedOfWhatComesOutOfAnOperation() {
        room.schema("numbers", "n/**", "{'type':'object','properties':{'x':{'type':'integer'}}}", "reject");
        room.done(ADA, put("n/a", "{'x':1}"), put("m/a", "{'x':'free'}"));

        Verdict.Refused refused = room.refused(ADA, merge("n/a", "{'x':'1'}"));

        assertEquals(ProblemType.UNPROCESSABLE, refused.type());
        assertEquals("/operations/0/value/x", pointer(refused));
        assertEquals(new Draft.Broken("numbers"), refused.fault().present());
        room.done(ADA, remove("n/a"));
    }

    @Test
    void aSchemaThatIsTakenBackIsNotAskedAnyMore() {
        room.schema("none", "a", "false", "reject");
        assertEquals(ProblemType.UNPROCESSABLE, room.refused(ADA, put("a", "1")).type());

        room.objects.decide("none", null, ConflictResolvers.BUILT_IN);

        assertInstanceOf(Verdict.Accepted.class, room.decide(ADA, put("a", "1")));
        room.lose();
        assertEquals(ProblemType.UNPROCESSABLE, room.refused(ADA, put("a", "1")).type());
    }

    @Test
    void aSchemaIsOnlyAskedAsMuchAsTheShardCanBear() {
        String costly = "{'items':{'allOf':[" + "{},".repeat(900) + "{}]}}";
        room.schema("costly", "a", costly, "reject");

        Verdict.Refused refused = room.refused(ADA, put("a", "[" + "1,".repeat(1_000) + "1]"));

        assertEquals(ProblemType.TOO_LARGE, refused.type());
    }

    @Test
    void aLockThatIsNotHeldByThisTokenIsRefused() {
        room.locked(new HeldLock("chapter", ADA, 7, 0));

        room.done(ADA, new Operation.Put("a", json("1"), null, new Operation.Claim("chapter", 7)));
        for (Operation.Claim claim : List.of(new Operation.Claim("chapter", 6), new Operation.Claim("other", 7))) {
            Verdict.Refused refused = room.refused(ADA, new Operation.Put("a", json("2"), null, claim));
            assertEquals(ProblemType.PRECONDITION_FAILED, refused.type());
            assertEquals("/operations/0/lock", pointer(refused));
        }
        assertEquals(
                ProblemType.PRECONDITION_FAILED,
                room.refused(BOB, new Operation.Put("a", json("2"), null, new Operation.Claim("chapter", 7)))
                        .type());
    }

    @Test
    void whatOthersHaveLockedIsRefusedWithTheirName() {
        room.locked(new HeldLock("book/3", ADA, 7, 99));

        for (String path : List.of("book/3", "book/3/title")) {
            Verdict.Refused refused = room.refused(BOB, put(path, "1"));
            assertEquals(ProblemType.LOCKED, refused.type());
            assertEquals(new HeldLock.HeldBy("book/3", ADA, 99), refused.fault().present());
        }
        room.done(BOB, put("book", "1"), put("book/30", "1"), put("book/4", "1"));
        room.done(ADA, put("book/3/title", "1"));
    }

    @Test
    void valuesOfABatchTogetherAreBounded() {
        String value = "'" + "x".repeat(60_000) + "'";

        assertEquals(
                ProblemType.TOO_LARGE,
                room.refused(ADA, put("a", value), put("b", value), put("c", value), put("d", value), put("e", value))
                        .type());
    }

    @Test
    void mergesCannotGrowAValueBeyondItsBound() {
        String half = "'" + "x".repeat(40_000) + "'";
        room.done(ADA, put("a", "{'x':" + half + "}"));

        assertEquals(
                ProblemType.TOO_LARGE,
                room.refused(ADA, merge("a", "{'y':" + half + "}")).type());
    }

    @Test
    void aRoomHasAtMost10000Objects() {
        for (int i = 0; i < ObjectLimits.OBJECTS_MAX; i++) {
            room.decide(ADA, put("o/" + i, "1"));
        }

        assertEquals(ProblemType.TOO_LARGE, room.refused(ADA, put("o/x", "1")).type());
        assertEquals(ObjectLimits.OBJECTS_MAX, room.objects.size());
        assertEquals(ProblemType.TOO_LARGE, room.refused(ADA, put("o/x", "1")).type());
        room.done(ADA, remove("o/7"), put("o/x", "1"));
        room.done(ADA, put("o/8", "1234"));
    }

    @Test
    void objectsAreListedByPrefix() {
        room.done(ADA, put("a", "1"), put("a/1", "1"), put("a/2", "1"), put("ab", "1"), put("b", "1"));
        room.done(ADA, remove("a/2"));

        assertEquals(List.of("a", "a/1", "ab"), paths("a", ""));
        assertEquals(List.of("a/1"), paths("a/", ""));
        assertEquals(List.of("ab"), paths("a", "a/1"));
        assertEquals(List.of(), paths("a", "b"));
        assertEquals(List.of("a", "a/1", "ab", "b"), paths("", ""));
    }

    private List<String> paths(String prefix, String after) {
        return room.objects.list(prefix, after).map(RoomObject::path).toList();
    }
}
