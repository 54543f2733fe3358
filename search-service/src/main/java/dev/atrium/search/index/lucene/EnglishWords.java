package dev.atrium.search.index.lucene;

import java.io.Reader;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceCharFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;

/// The words of a text, reduced to their stems, without stop words: Lucene's analysis for English, but
/// with the parts of `annual_report.pdf` as words of their own.
final class EnglishWords extends Analyzer {

    private static final Pattern JOINT = Pattern.compile("(?<=[\\p{L}\\p{N}])[._](?=[\\p{L}_])|_");

    @Override
    protected TokenStreamComponents createComponents(String field) {
        Tokenizer words = new StandardTokenizer();
        TokenStream stems = new EnglishPossessiveFilter(words);
        stems = new LowerCaseFilter(stems);
        stems = new StopFilter(stems, EnglishAnalyzer.getDefaultStopSet());
        return new TokenStreamComponents(words, new PorterStemFilter(stems));
    }

    @Override
    protected Reader initReader(String field, Reader text) {
        return new PatternReplaceCharFilter(JOINT, " ", text);
    }
}
