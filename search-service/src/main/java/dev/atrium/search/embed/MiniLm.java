package dev.atrium.search.embed;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// all-MiniLM-L6-v2 with int8 weights, run by ONNX Runtime in this process. Weights and vocabulary are
/// resources on the class path: nothing is downloaded.
///
/// Reads the first 256 tokens of a text, the length for which the model is made; the vocabulary file by itself would
/// cut at 128, without a word.
public final class MiniLm implements Embedder {

    /// Name of the model and of all that changes its vectors. An index holds vectors of one model only.
    public static final String MODEL = "all-minilm-l6-v2-q/256";

    private static final int DIMENSIONS = 384;
    private static final int MAX_TOKENS = 256;
    /// One run of the model takes several texts if they are short. Larger batches are not faster, and cost memory.
    private static final int BATCH_TOKENS = 256;

    private static final String WEIGHTS = "/all-minilm-l6-v2-q.onnx";
    private static final String VOCABULARY = "/all-minilm-l6-v2-q-tokenizer.json";

    private final HuggingFaceTokenizer tokenizer;
    private final OrtEnvironment environment;
    private final OrtSession session;

    private MiniLm(HuggingFaceTokenizer tokenizer, OrtEnvironment environment, OrtSession session) {
        this.tokenizer = tokenizer;
        this.environment = environment;
        this.session = session;
    }

    /// Loads model and native libraries; takes about a second.
    ///
    /// @param unpacked directory for native libraries and for the weights, which cost 40 MB less when they are read
    /// from a file
    /// @param threads that one call may use
    /// @throws EmbeddingException if there is no native library for this platform, or it does not load
    public static MiniLm load(Path unpacked, int threads) throws EmbeddingException {
        // The tokenizer library takes its settings from system properties only. Offline: it must neither look for other
        // builds of itself nor report its use.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("ENGINE_CACHE_DIR", unpacked.toString());
        try {
            HuggingFaceTokenizer tokenizer = tokenizer();
            Unpacking.unpackRuntime(unpacked);
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            environment.setTelemetry(false);
            try (SessionOptions options = options(threads)) {
                String weights = Unpacking.unpack(WEIGHTS, unpacked).toString();
                return new MiniLm(tokenizer, environment, environment.createSession(weights, options));
            }
        } catch (IOException | OrtException | RuntimeException | LinkageError e) {
            throw new EmbeddingException("the embedding model " + MODEL + " does not load", e);
        }
    }

    @Override
    public List<Vector> embed(List<String> texts) throws EmbeddingException {
        try {
            Encoding[] encodings =
                    tokenizer.batchEncode(texts.stream().map(MiniLm::wellFormed).toList());
            // Texts of like length share a batch, because all are padded to the longest.
            int[] byLength = IntStream.range(0, encodings.length)
                    .boxed()
                    .sorted(Comparator.comparingInt(i -> encodings[i].getIds().length))
                    .mapToInt(Integer::intValue)
                    .toArray();
            Vector[] vectors = new Vector[encodings.length];
            int from = 0;
            while (from < byLength.length) {
                int to = batchEnd(encodings, byLength, from);
                run(encodings, Arrays.copyOfRange(byLength, from, to), vectors);
                from = to;
            }
            return new ArrayList<>(Arrays.asList(vectors));
        } catch (OrtException | RuntimeException e) {
            throw new EmbeddingException("embedding of " + texts.size() + " text(s) failed", e);
        }
    }

    @Override
    public void close() {
        tokenizer.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("the embedding session does not close", e);
        }
    }

    /// As many texts as fit, padded to the longest, which is the last; at least one.
    private static int batchEnd(Encoding[] encodings, int[] byLength, int from) {
        int to = from + 1;
        while (to < byLength.length && (to + 1 - from) * encodings[byLength[to]].getIds().length <= BATCH_TOKENS) {
            to++;
        }
        return to;
    }

    private void run(Encoding[] encodings, int[] batch, Vector[] vectors) throws OrtException {
        int width = encodings[batch[batch.length - 1]].getIds().length;
        LongBuffer ids = LongBuffer.allocate(batch.length * width);
        LongBuffer mask = LongBuffer.allocate(batch.length * width);
        for (int row = 0; row < batch.length; row++) {
            Encoding encoding = encodings[batch[row]];
            ids.put(row * width, encoding.getIds());
            mask.put(row * width, encoding.getAttentionMask());
        }
        long[] shape = {batch.length, width};
        try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, ids, shape);
                OnnxTensor maskTensor = OnnxTensor.createTensor(environment, mask, shape);
                OnnxTensor typeTensor =
                        OnnxTensor.createTensor(environment, LongBuffer.allocate(ids.capacity()), shape);
                OrtSession.Result result = session.run(
                        Map.of("input_ids", idTensor, "attention_mask", maskTensor, "token_type_ids", typeTensor))) {
            FloatBuffer states = ((OnnxTensor) result.get(0)).getFloatBuffer();
            for (int row = 0; row < batch.length; row++) {
                int tokens = encodings[batch[row]].getIds().length;
                vectors[batch[row]] = mean(states, row * width, tokens);
            }
        }
    }

    /// Mean pooling over a row's real tokens, which stand before the padding.
    private static Vector mean(FloatBuffer states, int firstToken, int tokens) {
        float[] sum = new float[DIMENSIONS];
        for (int token = firstToken; token < firstToken + tokens; token++) {
            for (int i = 0; i < DIMENSIONS; i++) {
                sum[i] += states.get(token * DIMENSIONS + i);
            }
        }
        return Vector.towards(sum);
    }

    /// Replaces half surrogate pairs, which the native tokenizer would refuse.
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static HuggingFaceTokenizer tokenizer() throws IOException {
        String limit = Integer.toString(MAX_TOKENS);
        try (InputStream vocabulary = Unpacking.resource(VOCABULARY)) {
            return HuggingFaceTokenizer.newInstance(
                    vocabulary,
                    Map.of("truncation", "true", "maxLength", limit, "modelMaxLength", limit, "padding", "false"));
        }
    }

    private static SessionOptions options(int threads) throws OrtException {
        SessionOptions options = new SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        // Idle threads sleep instead of spinning. The arena stays on: without it the C library's heap is fragmented by
        // the buffers of every run and the process grows by 200 MB.
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        options.setMemoryPatternOptimization(false);
        return options;
    }
}
