/// Exports of rooms and files as documents (JB-4): collected by a workflow, rendered by a job, kept by media-service.
@NullMarked
package dev.atrium.jobs.export;

import org.jspecify.annotations.NullMarked;
