package dev.atrium.media.file;

import dev.atrium.media.storage.ObjectKey;
import dev.atrium.platform.identity.TenantId;

/// Something of a file that can be downloaded.
///
/// @param tenant whose file it is
/// @param sizeBytes at least 1
/// @param type as it is served
/// @param tag changes whenever the bytes do; letters, digits and hyphens
/// @param name under which a browser saves it
/// @param settled false if other bytes may take the place of these at any moment
record Download(TenantId tenant, ObjectKey key, long sizeBytes, String type, String tag, String name, boolean settled) {

    static Download content(StoredFile file) {
        return new Download(file.tenant(), file.contentKey(), file.sizeBytes, file.type, file.sha256, file.name, true);
    }

    static Download thumbnail(StoredFile file, long sizeBytes) {
        return new Download(
                file.tenant(),
                file.results().thumbnail(),
                sizeBytes,
                "image/png",
                tag("thumbnail", file),
                file.name + ".thumbnail.png",
                isSettled(file));
    }

    static Download preview(StoredFile file, long sizeBytes) {
        return new Download(
                file.tenant(),
                file.results().preview(),
                sizeBytes,
                "image/jpeg",
                tag("preview", file),
                file.name + ".preview.jpg",
                isSettled(file));
    }

    static Download text(StoredFile file, long sizeBytes) {
        return new Download(
                file.tenant(),
                file.results().text(),
                sizeBytes,
                "text/plain; charset=utf-8",
                tag("text", file),
                file.name + ".txt",
                isSettled(file));
    }

    private static boolean isSettled(StoredFile file) {
        return file.status != FileStatus.PROCESSING;
    }

    /// Another version of the suite may derive something else from the same bytes. What is there while that goes on is
    /// what there was before.
    private static String tag(String what, StoredFile file) {
        int derivation = isSettled(file) ? file.resets : file.resets - 1;
        return what + "-" + file.id + (derivation <= 0 ? "" : "-" + derivation);
    }

    String etag() {
        return '"' + tag + '"';
    }
}
