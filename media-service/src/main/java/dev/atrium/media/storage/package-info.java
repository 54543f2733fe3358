/// The object store: any server that speaks S3.
@NullMarked
package dev.atrium.media.storage;

import org.jspecify.annotations.NullMarked;
