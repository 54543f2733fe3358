package dev.atrium.search.embed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The embedder as the service uses it: a text that cannot be embedded has no vector, and search goes on by its words.
/// Thread-safe.
public final class Embeddings {

    private static final Logger LOG = Logger.getLogger(Embeddings.class);

    private final @Nullable Embedder embedder;
    private final Timer duration;
    private final Counter failures;

    /// @param embedder null where no model could be loaded: then nothing has a vector
    public Embeddings(@Nullable Embedder embedder, MeterRegistry metrics) {
        this.embedder = embedder;
        this.duration = metrics.timer("atrium.search.embedding");
        this.failures = metrics.counter("atrium.search.embedding.failures");
    }

    /// Whether there is a model at all: else nothing has a vector.
    public boolean possible() {
        return embedder != null;
    }

    /// The vector of one text, for example of a question.
    public Optional<Vector> of(String text) {
        return of(List.of(text)).getFirst();
    }

    /// One vector per text, in the same order. A text that fails does not take its neighbours with it.
    public List<Optional<Vector>> of(List<String> texts) {
        if (embedder == null || texts.isEmpty()) {
            return Collections.nCopies(texts.size(), Optional.empty());
        }
        try {
            return together(embedder, texts);
        } catch (EmbeddingException e) {
            return texts.size() == 1 ? List.of(failed(e)) : oneByOne(embedder, texts);
        }
    }

    private List<Optional<Vector>> oneByOne(Embedder model, List<String> texts) {
        List<Optional<Vector>> vectors = new ArrayList<>(texts.size());
        for (String text : texts) {
            try {
                vectors.addAll(together(model, List.of(text)));
            } catch (EmbeddingException e) {
                vectors.add(failed(e));
            }
        }
        return vectors;
    }

    private List<Optional<Vector>> together(Embedder model, List<String> texts) throws EmbeddingException {
        Timer.Sample sample = Timer.start();
        List<Vector> vectors = model.embed(texts);
        sample.stop(duration);
        return vectors.stream().map(Optional::of).toList();
    }

    private Optional<Vector> failed(EmbeddingException cause) {
        failures.increment();
        LOG.warnf("a text has no vector, its words alone count: %s", cause.getCause());
        return Optional.empty();
    }
}
