/// How bytes come in: spooled, measured, sniffed, stored, and only then visible (MD-1, MD-2).
@NullMarked
package dev.atrium.media.upload;

import org.jspecify.annotations.NullMarked;
