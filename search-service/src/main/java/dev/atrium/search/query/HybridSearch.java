package dev.atrium.search.query;

import dev.atrium.platform.identity.Caller;
import dev.atrium.platform.paging.PageRequest;
import dev.atrium.platform.problem.ProblemException;
import dev.atrium.platform.problem.ProblemType;
import dev.atrium.search.access.Rooms;
import dev.atrium.search.embed.Embeddings;
import dev.atrium.search.embed.Vector;
import dev.atrium.search.index.Found;
import dev.atrium.search.index.Hit;
import dev.atrium.search.index.Scope;
import dev.atrium.search.index.SearchIndex;
import dev.atrium.search.query.Fusion.Fused;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Searches by words and by meaning, within what the caller may read (SR-2, SR-3). Blocks and computes:
/// not for an event loop.
final class HybridSearch {

    /// Depth of the legs, in sources. It does not depend on the page, because the scores of a list are
    /// stretched between its first and its last: with another depth the order would change from page to
    /// page.
    private static final int WORDS_DEPTH = 200;

    private static final int MEANING_DEPTH = 100;

    private final SearchIndex index;
    private final Rooms rooms;
    private final Embeddings embeddings;
    private final double leastSimilarity;
    private final InstantSource clock;

    HybridSearch(SearchIndex index, Rooms rooms, Embeddings embeddings, double leastSimilarity, InstantSource clock) {
        this.clock = clock;
        this.index = index;
        this.rooms = rooms;
        this.embeddings = embeddings;
        this.leastSimilarity = leastSimilarity;
    }

    /// @throws ProblemException `unavailable` if the index cannot be read
    Answer answer(Caller caller, Question question) {
        Scope scope = new Scope(rooms.rightsOf(caller, clock.instant()), question.room(), question.kind());
        Optional<Vector> meaning = embeddings.of(question.words());
        try (SearchIndex.View view = index.view()) {
            List<Hit> words = view.byWords(question.words(), scope, WORDS_DEPTH);
            if (meaning.isEmpty()) {
                return page(view, question, Fusion.keyword(words), Answer.Mode.KEYWORD);
            }
            List<Hit> nearest = view.byMeaning(meaning.get(), scope, leastSimilarity, MEANING_DEPTH);
            return page(view, question, Fusion.hybrid(words, nearest), Answer.Mode.HYBRID);
        } catch (IOException e) {
            throw new ProblemException(ProblemType.UNAVAILABLE, "The index cannot be read at the moment.", e);
        }
    }

    private static Answer page(SearchIndex.View view, Question question, List<Fused> all, Answer.Mode mode)
            throws IOException {
        int from = Math.min(question.from(), all.size());
        int to = Math.min(from + question.limit(), all.size());
        List<Fused> page = all.subList(from, to);
        List<Found> found = view.read(page.stream().map(Fused::place).toList(), question.words());
        List<Answer.Item> items = new ArrayList<>(page.size());
        for (int i = 0; i < page.size(); i++) {
            items.add(Answer.Item.of(found.get(i), page.get(i).score()));
        }
        boolean more = to < all.size() && to <= Question.POSITION_MAX;
        return new Answer(items, more ? PageRequest.cursor(Integer.toString(to)) : null, mode);
    }
}
