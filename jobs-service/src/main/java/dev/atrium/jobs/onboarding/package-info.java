/// What follows the creation of a user (JB-3).
@NullMarked
package dev.atrium.jobs.onboarding;

import org.jspecify.annotations.NullMarked;
