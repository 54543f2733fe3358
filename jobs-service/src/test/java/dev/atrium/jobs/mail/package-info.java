@NullMarked
package dev.atrium.jobs.mail;

import org.jspecify.annotations.NullMarked;
