package dev.atrium.platform.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// Holds in every module: `@ArchTest static final ArchTests RULES = ArchTests.in(ArchitectureRules.class)`.
public final class ArchitectureRules {

    @ArchTest
    static final ArchRule FEATURES_DO_NOT_DEPEND_ON_EACH_OTHER_IN_CIRCLES =
            slices().matching("dev.atrium.*.(*)..").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule NO_LAYER_OR_JUNK_PACKAGES = noClasses()
            .should()
            .resideInAnyPackage("..service", "..repository", "..dto", "..util", "..impl", "..common", "..helper");

    @ArchTest
    static final ArchRule NOTHING_SLEEPS = noClasses()
            .should()
            .callMethodWhere(new DescribedPredicate<JavaMethodCall>("Thread.sleep is called") {
                @Override
                public boolean test(JavaMethodCall call) {
                    return call.getTargetOwner().isEquivalentTo(Thread.class)
                            && call.getName().equals("sleep");
                }
            });

    private ArchitectureRules() {}
}
