package dev.atrium.media.derive.child;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.logging.LogManager;

/// Derives from one file and ends. Bytes from strangers are decoded only here, in a process of its own that has little
/// memory, no secrets and not much time (MD-2).
///
/// Arguments: recipe, directory, when it is killed (milliseconds since 1970), and those of [Limits]. Exit code 0:
/// the directory holds what was derived, or the reason why nothing can be; anything else is an accident. Ends as
/// soon as standard input does, that is with its parent.
public final class DeriveProgram {

    /// Exit code when the parent is gone.
    private static final int ORPHANED = 9;

    private DeriveProgram() {}

    public static void main(String[] arguments) throws IOException {
        endWithParent(System.in);
        // Libraries report the oddities of a file by the thousand.
        LogManager.getLogManager().reset();
        Recipe recipe = Recipe.valueOf(arguments[0]);
        WorkDirectory work = new WorkDirectory(Path.of(arguments[1]));
        Instant end = Instant.ofEpochMilli(Long.parseLong(arguments[2]));
        Limits limits = Limits.ofArguments(Arrays.asList(arguments).subList(3, arguments.length));
        Files.createFile(work.begun());
        try {
            derive(recipe, work, limits, end);
        } catch (RefusedException e) {
            refuse(work, e.refusal());
        } catch (OutOfMemoryError | StackOverflowError e) {
            refuse(work, Refusal.TOO_DEMANDING);
        }
        // Whatever a library has left running.
        Runtime.getRuntime().halt(0);
    }

    private static void derive(Recipe recipe, WorkDirectory work, Limits limits, Instant end)
            throws IOException, RefusedException {
        switch (recipe) {
            case PICTURE -> PictureRecipe.derive(work, limits);
            case PDF -> PdfRecipe.derive(work, limits, end);
            case TEXT -> TextRecipe.plain(work, limits);
            case HTML -> TextRecipe.html(work, limits);
        }
    }

    private static void refuse(WorkDirectory work, Refusal refusal) throws IOException {
        Files.writeString(work.refusal(), refusal.name());
    }

    private static void endWithParent(InputStream parent) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (parent.read() >= 0) {
                    // The parent says nothing; it only holds the pipe open.
                }
            } catch (IOException e) {
                // As good as its end.
            }
            Runtime.getRuntime().halt(ORPHANED);
        });
    }
}
