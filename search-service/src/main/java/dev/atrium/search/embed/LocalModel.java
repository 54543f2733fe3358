package dev.atrium.search.embed;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Loads the model that comes with the service.
final class LocalModel {

    private static final Logger LOG = Logger.getLogger(LocalModel.class);

    @Produces
    @Singleton
    Embeddings embeddings(
            EmbedConfig config, @ConfigProperty(name = "atrium.state") Path state, MeterRegistry metrics) {
        try {
            return new Embeddings(MiniLm.load(state.resolve("native"), config.threads()), metrics);
        } catch (EmbeddingException e) {
            LOG.error("search works by keywords only until the service is started where its model loads", e);
            return new Embeddings(null, metrics);
        }
    }
}
