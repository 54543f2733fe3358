package dev.atrium.media.file;

import dev.atrium.media.rooms.Room;
import dev.atrium.media.rooms.RoomPerson;
import dev.atrium.media.storage.ObjectKey;
import dev.atrium.platform.event.Event;
import dev.atrium.platform.identity.Actor;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.identity.TenantId;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.hibernate.annotations.Formula;
import org.jspecify.annotations.Nullable;

/// A file whose bytes are in the object store and were verified. What was uploaded never changes; what is derived is
/// settled by [#ready] or [#failed], and again after a [#reset]; what was derived before stays until then.
@Entity
@Table(name = "file")
public class StoredFile extends PanacheEntityBase {

    /// What came in with an upload, as we established it.
    ///
    /// @param name safe to show and to save under
    /// @param type sniffed from the bytes
    /// @param sizeBytes at least 1
    /// @param sha256 64 lower-case hexadecimal digits
    public record Content(String name, String type, long sizeBytes, String sha256) {}

    /// Where an upload belongs.
    ///
    /// @param room null if it belongs to its owner alone
    /// @param publicRead whether everybody of the tenant may read it; false for a file of a room
    public record Placement(@Nullable String room, boolean publicRead) {}

    /// What was derived from a file, by its sizes.
    ///
    /// @param thumbnailBytes null if there is no thumbnail
    /// @param previewBytes null if there is no preview
    /// @param textBytes null if there is no text
    public record Derived(
            @Nullable Long thumbnailBytes,
            @Nullable Long previewBytes,
            @Nullable Long textBytes) {

        public static final Derived NOTHING = new Derived(null, null, null);
    }

    /// Where what is derived from a file lies, as far as there is any.
    public record Results(ObjectKey thumbnail, ObjectKey preview, ObjectKey text) {

        /// All of it.
        public List<ObjectKey> keys() {
            return List.of(thumbnail, preview, text);
        }
    }

    /// Longer than all tries of a job take.
    private static final Duration PATIENCE = Duration.ofHours(3);

    @Id
    UUID id;

    @Column(nullable = false, updatable = false)
    String tenant;

    @Column(nullable = false, updatable = false)
    String name;

    @Column(nullable = false, updatable = false)
    String type;

    @Column(name = "size_bytes", nullable = false, updatable = false)
    long sizeBytes;

    @Column(nullable = false, updatable = false)
    String sha256;

    @Nullable
    @Column(updatable = false)
    String room;

    @Column(name = "public_read", nullable = false)
    boolean publicRead;

    @Column(name = "owner_subject", nullable = false, updatable = false)
    String ownerSubject;

    @Column(name = "owner_handle", nullable = false, updatable = false)
    String ownerHandle;

    @Column(name = "created_at", nullable = false, updatable = false)
    Instant createdAt;

    @Nullable
    @Column(name = "idempotency_key", updatable = false)
    String idempotencyKey;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    FileStatus status;

    @Nullable
    String failure;

    @Nullable
    @Column(name = "thumbnail_bytes")
    Long thumbnailBytes;

    @Nullable
    @Column(name = "preview_bytes")
    Long previewBytes;

    @Nullable
    @Column(name = "text_bytes")
    Long textBytes;

    @Column(name = "derive_attempts", nullable = false)
    int deriveAttempts;

    /// Null if it was never reset.
    @Nullable
    @Column(name = "processing_since")
    Instant processingSince;

    /// How often the file was reset.
    @Column(nullable = false)
    int resets;

    /// How often it had been reset when it got the results that it has.
    @Column(name = "derived_of", nullable = false)
    int derivedOf;

    /// Whether the moderation hides a message of the file's room that shows it. Messages elsewhere have no say.
    @Formula("(exists (select 1 from moderated_file m"
            + " where m.tenant = tenant and m.room = room and m.file = id and m.hidden))")
    boolean hidden;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected StoredFile() {}

    /// A new file, from which nothing was derived yet.
    ///
    /// @param idempotencyKey by which a repeated upload is known; null if it gave none
    public StoredFile(
            UUID id,
            Caller owner,
            Content content,
            Placement placement,
            @Nullable String idempotencyKey,
            Instant createdAt) {
        this.id = id;
        this.tenant = owner.tenant().value();
        this.name = content.name();
        this.type = content.type();
        this.sizeBytes = content.sizeBytes();
        this.sha256 = content.sha256();
        this.room = placement.room();
        this.publicRead = placement.publicRead();
        this.ownerSubject = owner.subject();
        this.ownerHandle = owner.handle();
        this.createdAt = createdAt;
        this.idempotencyKey = idempotencyKey;
        this.status = FileStatus.PROCESSING;
    }

    public UUID id() {
        return id;
    }

    public TenantId tenant() {
        return new TenantId(tenant);
    }

    public Content content() {
        return new Content(name, type, sizeBytes, sha256);
    }

    public Placement placement() {
        return new Placement(room, publicRead);
    }

    public FileStatus status() {
        return status;
    }

    /// Size of the thumbnail in bytes; null if there is none.
    public @Nullable Long thumbnailBytes() {
        return thumbnailBytes;
    }

    /// Size of the preview in bytes; null if there is none.
    public @Nullable Long previewBytes() {
        return previewBytes;
    }

    /// Size of the text in bytes; null if there is none.
    public @Nullable Long textBytes() {
        return textBytes;
    }

    /// How often deriving broke down without an answer; a time-out may count for several times.
    public int deriveAttempts() {
        return deriveAttempts;
    }

    /// Whether the moderation hides it.
    public boolean hidden() {
        return hidden;
    }

    public boolean ownedBy(Caller caller) {
        return ownerSubject.equals(caller.subject());
    }

    /// Whether a caller of the file's tenant may read it: while it is hidden, its owner and the room's owners alone.
    ///
    /// @param itsRoom the file's room; null if it belongs to none, or to one that is not known
    /// @param person what is known of the caller in that room; null if nothing is
    public boolean mayRead(Caller caller, @Nullable Room itsRoom, @Nullable RoomPerson person, Instant now) {
        if (ownedBy(caller)) {
            return true;
        }
        if (room == null) {
            return publicRead;
        }
        return itsRoom != null
                && (hidden ? itsRoom.mayModerate(caller, person, now) : itsRoom.mayRead(caller, person, now));
    }

    /// The file as other services see it.
    public Event.FileInfo info() {
        return new Event.FileInfo(
                id.toString(),
                name,
                type,
                sizeBytes,
                room,
                publicRead,
                new Actor(ownerSubject, ownerHandle),
                createdAt);
    }

    /// Where the bytes lie.
    public ObjectKey contentKey() {
        return ObjectKey.content(tenant(), sha256);
    }

    /// What the file has of what was derived from it.
    Results results() {
        return results(derivedOf());
    }

    /// What it gets if it is processed now. That lies elsewhere after each reset, so that a try of before, which has
    /// been given up but is still under way, writes nothing over.
    public Results coming() {
        return results(resets);
    }

    /// Where all lies that it has no more once it is settled.
    public List<ObjectKey> superseded() {
        return keys(derivedOf(), resets);
    }

    /// Where all lies that is derived, now or later.
    public List<ObjectKey> derivedKeys() {
        return keys(derivedOf(), resets + 1);
    }

    private List<ObjectKey> keys(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(this::results)
                .flatMap(results -> results.keys().stream())
                .toList();
    }

    private Results results(int afterResets) {
        return new Results(
                ObjectKey.derived(tenant(), id, afterResets, "thumbnail.png"),
                ObjectKey.derived(tenant(), id, afterResets, "preview.jpg"),
                ObjectKey.derived(tenant(), id, afterResets, "text.txt"));
    }

    /// A node of an earlier version, which counts nothing, may have settled it.
    private int derivedOf() {
        return status == FileStatus.READY && derivedOf != resets ? 0 : derivedOf;
    }

    /// Whether it was reset since.
    ///
    /// @param before the same file as it was
    public boolean wasResetSince(StoredFile before) {
        return resets != before.resets;
    }

    /// Whether it may yet be settled. If not for so long, nothing will: its event was lost, as in a power cut, or its
    /// job was given up.
    public boolean isBeingProcessed(Instant now) {
        Instant since = processingSince == null ? createdAt : processingSince;
        return status == FileStatus.PROCESSING && now.isBefore(since.plus(PATIENCE));
    }

    /// Forgets how deriving went: the file is processed as if it had just been uploaded. What was derived from it stays
    /// until that is done.
    ///
    /// @throws IllegalStateException while it [#isBeingProcessed]
    public void reset(Instant now) {
        if (isBeingProcessed(now)) {
            throw new IllegalStateException("the file is not settled");
        }
        derivedOf = derivedOf();
        status = FileStatus.PROCESSING;
        processingSince = now;
        failure = null;
        deriveAttempts = 0;
        resets++;
    }

    /// All that can be derived is in the store.
    public void ready(Derived derived) {
        requireProcessing();
        status = FileStatus.READY;
        has(derived);
    }

    /// Nothing can be derived.
    ///
    /// @param reason safe to show
    public void failed(String reason) {
        requireProcessing();
        status = FileStatus.FAILED;
        failure = reason;
        has(Derived.NOTHING);
    }

    private void has(Derived derived) {
        thumbnailBytes = derived.thumbnailBytes();
        previewBytes = derived.previewBytes();
        textBytes = derived.textBytes();
        derivedOf = resets;
    }

    /// Deriving broke down without an answer.
    ///
    /// @param atLeast as how many times it counts, if it was fewer
    public void brokeDown(int atLeast) {
        requireProcessing();
        deriveAttempts = Math.max(deriveAttempts + 1, atLeast);
    }

    private void requireProcessing() {
        if (status != FileStatus.PROCESSING) {
            throw new IllegalStateException("the file is settled");
        }
    }
}
