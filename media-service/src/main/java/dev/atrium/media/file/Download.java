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
record Download(TenantId tenant, ObjectKey key, long sizeBytes, String type, String tag, String name) {

    static Download content(StoredFile file) {
        return new Download(file.tenant(), file.contentKey(), file.sizeBytes, file.type, file.sha256, file.name);
    }

    static Download thumbnail(StoredFile file, long sizeBytes) {
        return new Download(
                file.tenant(),
                file.thumbnailKey(),
                sizeBytes,
                "image/png",
                "thumbnail-" + file.id,
                file.name + ".thumbnail.png");
    }

    static Download preview(StoredFile file, long sizeBytes) {
        return new Download(
                file.tenant(),
                file.previewKey(),
                sizeBytes,
                "image/jpeg",
                "preview-" + file.id,
                file.name + ".preview.jpg");
    }

    static Download text(StoredFile file, long sizeBytes) {
        return new Download(
                file.tenant(),
                file.textKey(),
                sizeBytes,
                "text/plain; charset=utf-8",
                "text-" + file.id,
                file.name + ".txt");
    }

    String etag() {
        return '"' + tag + '"';
    }
}
