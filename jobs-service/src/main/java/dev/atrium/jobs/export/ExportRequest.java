package dev.atrium.jobs.export;

import dev.atrium.jobs.render.Format;
import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.problem.Problem;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/exports`: either `room` or `files`.
///
/// @param room id of a room
/// @param files ids of 1 to 100 files
/// @param formats 1 to 6 of [Format]
/// @param title 1 to 200 characters; absent: the name of the room
/// @param language a BCP 47 tag for the document; absent: `und`
/// @param range which messages of the room; absent: all
public record ExportRequest(
        @Nullable String room,
        @Nullable List<@Nullable String> files,
        @Nullable List<@Nullable String> formats,
        @Nullable String title,
        @Nullable String language,
        @Nullable Range range) {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern NOT_IN_TITLES = Pattern.compile("[\\p{Cc}\\p{Cs}]");
    private static final int FILES_MAX = 100;
    private static final int TITLE_MAX = 200;
    private static final int LANGUAGE_MAX = 35;

    /// @param since messages of this time or later
    /// @param until messages before this time
    public record Range(@Nullable String since, @Nullable String until) {}

    /// @throws ProblemException `invalid-request` that names every fault
    ExportInput checked(UUID export, Caller caller) {
        List<Problem.Fault> faults = new ArrayList<>();
        sources(faults);
        List<Format> chosen = formats(faults);
        if (title != null
                && (title.isBlank()
                        || title.length() > TITLE_MAX
                        || NOT_IN_TITLES.matcher(title).find())) {
            faults.add(fault(
                    "/title", "must be 1 to " + TITLE_MAX + " characters, not blank, without control characters"));
        }
        if (language != null && !isLanguage(language)) {
            faults.add(fault("/language", "must be a BCP 47 tag such as en or pt-BR"));
        }
        Instant since = range == null ? null : time("/range/since", range.since(), faults);
        Instant until = range == null ? null : time("/range/until", range.until(), faults);
        if (since != null && until != null && !since.isBefore(until)) {
            faults.add(fault("/range/until", "must be after '/range/since'"));
        }
        if (!faults.isEmpty()) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "The body has " + faults.size() + " fault(s).", faults, null);
        }
        return new ExportInput(
                export,
                caller.subject(),
                caller.handle(),
                room,
                files == null ? List.of() : files.stream().map(String::valueOf).toList(),
                chosen,
                title,
                language == null ? "und" : Locale.forLanguageTag(language).toLanguageTag(),
                since,
                until);
    }

    private void sources(List<Problem.Fault> faults) {
        if ((room == null) == (files == null)) {
            faults.add(fault("/room", "either 'room' or 'files' is required"));
        }
        if (room != null && !ID.matcher(room).matches()) {
            faults.add(fault("/room", "must be the id of a room"));
        }
        if (files == null) {
            return;
        }
        if (range != null) {
            faults.add(fault("/range", "is for rooms only"));
        }
        if (files.isEmpty() || files.size() > FILES_MAX || new HashSet<>(files).size() < files.size()) {
            faults.add(fault("/files", "must be 1 to " + FILES_MAX + " ids, each once"));
        }
        for (int i = 0; i < Math.min(files.size(), FILES_MAX); i++) {
            if (!ID.matcher(String.valueOf(files.get(i))).matches()) {
                faults.add(fault("/files/" + i, "must be the id of a file"));
            }
        }
    }

    private List<Format> formats(List<Problem.Fault> faults) {
        List<Format> chosen = new ArrayList<>();
        List<@Nullable String> labels = formats == null ? List.of() : formats;
        for (String label : labels.subList(0, Math.min(labels.size(), Format.values().length))) {
            Format.labelled(String.valueOf(label))
                    .filter(f -> !chosen.contains(f))
                    .ifPresent(chosen::add);
        }
        if (chosen.isEmpty() || chosen.size() < labels.size()) {
            faults.add(fault("/formats", "must be at least one of " + Format.labels() + ", each once"));
        }
        return chosen;
    }

    private static boolean isLanguage(String tag) {
        try {
            return tag.length() <= LANGUAGE_MAX
                    && !new Locale.Builder()
                            .setLanguageTag(tag)
                            .build()
                            .getLanguage()
                            .isEmpty();
        } catch (IllformedLocaleException _) {
            return false;
        }
    }

    private static @Nullable Instant time(String pointer, @Nullable String text, List<Problem.Fault> faults) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException _) {
            faults.add(fault(pointer, "must be a time like 2026-01-31T12:00:00Z"));
            return null;
        }
    }

    private static Problem.Fault fault(String pointer, String detail) {
        return Problem.Fault.inBody(pointer, detail);
    }
}
