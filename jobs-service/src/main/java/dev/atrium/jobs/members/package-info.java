/// Who belongs to which organisation, as far as the identity events were read.
@NullMarked
package dev.atrium.jobs.members;

import org.jspecify.annotations.NullMarked;
