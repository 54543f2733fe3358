package dev.atrium.jobs.moderation.rule;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.atrium.platform.problem.ProblemException;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.DiscriminatorMapping;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What a rule looks for. Any form of it can be read; [#validate] says whether it is one that a rule may have.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(Check.Words.class),
    @JsonSubTypes.Type(Check.Patterns.class),
    @JsonSubTypes.Type(Check.Links.class),
    @JsonSubTypes.Type(Check.Mentions.class),
    @JsonSubTypes.Type(Check.Repetition.class),
    @JsonSubTypes.Type(Check.Reports.class),
    @JsonSubTypes.Type(Check.Hook.class)
})
@Schema(
        oneOf = {
            Check.Words.class,
            Check.Patterns.class,
            Check.Links.class,
            Check.Mentions.class,
            Check.Repetition.class,
            Check.Reports.class,
            Check.Hook.class
        },
        discriminatorProperty = "type",
        discriminatorMapping = {
            @DiscriminatorMapping(value = "words", schema = Check.Words.class),
            @DiscriminatorMapping(value = "patterns", schema = Check.Patterns.class),
            @DiscriminatorMapping(value = "links", schema = Check.Links.class),
            @DiscriminatorMapping(value = "mentions", schema = Check.Mentions.class),
            @DiscriminatorMapping(value = "repetition", schema = Check.Repetition.class),
            @DiscriminatorMapping(value = "reports", schema = Check.Reports.class),
            @DiscriminatorMapping(value = "hook", schema = Check.Hook.class)
        })
public sealed interface Check {

    /// Words or phrases, whatever their case and spelling ([PlainForm]); whole ones, unless a `*` at the beginning or
    /// end stands for more.
    @JsonTypeName("words")
    record Words(List<String> words) implements Check {

        static final int MOST = 500;
        static final int LONGEST = 100;

        public Words {
            words = listed(words);
        }

        @Override
        public void validate() {
            texts("words", words, 1, MOST, LONGEST);
            if (words.stream().anyMatch(word -> WordFinder.bare(word).isEmpty())) {
                throw wrong("words", "must be words of which something is to be seen");
            }
        }
    }

    /// Regular expressions as RE2 understands them, whatever their case. They are matched in a time that is
    /// proportional to the text's length: there are no references and no looking around.
    @JsonTypeName("patterns")
    record Patterns(List<String> patterns) implements Check {

        static final int MOST = 5;
        static final int LONGEST = 200;

        public Patterns {
            patterns = listed(patterns);
        }

        @Override
        public void validate() {
            texts("patterns", patterns, 1, MOST, LONGEST);
            patterns.forEach(pattern -> SafePattern.fault(pattern).ifPresent(fault -> {
                throw wrong("patterns", fault);
            }));
        }
    }

    /// Links: to these domains (`block`), or if there are none, to all but those (`allow`). A domain stands for its
    /// subdomains, too.
    @JsonTypeName("links")
    record Links(List<String> allow, List<String> block) implements Check {

        static final int MOST = 200;
        static final int LONGEST = 253;

        public Links {
            allow = listed(allow);
            block = listed(block);
        }

        @Override
        public void validate() {
            texts("allow", allow, 0, MOST, LONGEST);
            texts("block", block, 0, MOST, LONGEST);
            if (!allow.isEmpty() && !block.isEmpty()) {
                throw wrong("block", "cannot be combined with 'allow'");
            }
        }
    }

    /// More people are mentioned than these.
    @JsonTypeName("mentions")
    record Mentions(int max) implements Check {

        @Override
        public void validate() {
            number("max", max, 0, 19);
        }
    }

    /// Its author has sent the same text so many times within so many seconds, this one included.
    @JsonTypeName("repetition")
    record Repetition(int times, int seconds) implements Check {

        static final int LONGEST_SECONDS = 3_600;

        @Override
        public void validate() {
            number("times", times, 2, 20);
            number("seconds", seconds, 1, LONGEST_SECONDS);
        }
    }

    /// So many people have reported it.
    @JsonTypeName("reports")
    record Reports(int people) implements Check {

        @Override
        public void validate() {
            number("people", people, 1, 100);
        }
    }

    /// A program of the tenant decides, often one that asks a model.
    ///
    /// @param url where it is asked
    /// @param whenAway what becomes of a message about which it cannot be asked
    @JsonTypeName("hook")
    record Hook(String url, WhenAway whenAway) implements Check {

        public Hook {
            url = Objects.requireNonNullElse(url, "");
            whenAway = Objects.requireNonNullElse(whenAway, WhenAway.APPROVE);
        }

        /// The address is judged where it is known what may be called.
        @Override
        public void validate() {
            if (url.isEmpty()) {
                throw wrong("url", "is required");
            }
        }
    }

    /// What becomes of messages while a hook does not answer.
    enum WhenAway {
        @JsonProperty("approve")
        APPROVE,
        @JsonProperty("flag")
        FLAG,
        @JsonProperty("hold")
        HOLD
    }

    /// @throws ProblemException `invalid-request` that names what is wrong
    void validate();

    /// As in the API.
    default String type() {
        return Objects.requireNonNull(getClass().getAnnotation(JsonTypeName.class))
                .value();
    }

    private static List<String> listed(@Nullable List<String> texts) {
        return texts == null ? List.of() : List.copyOf(texts);
    }

    private static void texts(String name, List<String> texts, int least, int most, int longest) {
        if (texts.size() < least || texts.size() > most) {
            throw wrong(name, "must be " + least + " to " + most + " texts");
        }
        for (String text : texts) {
            if (text.isBlank() || text.length() > longest || text.indexOf('\0') >= 0) {
                throw wrong(name, "must be texts of 1 to " + longest + " characters");
            }
        }
    }

    private static void number(String name, int number, int least, int most) {
        if (number < least || number > most) {
            throw wrong(name, "must be from " + least + " to " + most);
        }
    }

    private static ProblemException wrong(String name, String fault) {
        return ProblemException.invalidProperty("/check/" + name, fault);
    }
}
