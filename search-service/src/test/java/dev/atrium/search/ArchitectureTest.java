package dev.atrium.search;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.atrium.platform.testing.ArchitectureRules;

@AnalyzeClasses(packages = "dev.atrium.search", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchTests RULES = ArchTests.in(ArchitectureRules.class);

    /// Another engine can take its place.
    @ArchTest
    static final ArchRule LUCENE_STAYS_BEHIND_ITS_PORT = noClasses()
            .that()
            .resideOutsideOfPackage("dev.atrium.search.index.lucene")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.lucene..", "dev.atrium.search.index.lucene");

    @ArchTest
    static final ArchRule ONLY_EMBED_KNOWS_THE_MODEL_RUNTIME = noClasses()
            .that()
            .resideOutsideOfPackage("dev.atrium.search.embed")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.onnxruntime..", "ai.djl..");
}
