/// What admins and other programs have to say.
@NullMarked
package dev.atrium.jobs.notify.notice;

import org.jspecify.annotations.NullMarked;
