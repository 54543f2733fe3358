package dev.atrium.jobs.workflow;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.atrium.platform.web.Ids;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/// What a workflow's method does is done again at each run, so what it decides follows from its input and
/// from results of steps. What a step does is written as a lambda, which is not looked into.
@AnalyzeClasses(packages = "dev.atrium.jobs", importOptions = ImportOption.DoNotIncludeTests.class)
final class WorkflowsAreRepeatableTest {

    @ArchTest
    static final ArchRule WORKFLOWS_ASK_NO_CLOCK_AND_NO_CHANCE_OUTSIDE_OF_STEPS =
            classes().that().implement(Workflow.class).should(new AskNothingOutsideOfSteps());

    @Test
    void oneThatDoesIsFound() {
        JavaClasses fickle = new ClassFileImporter().importClasses(Fickle.class);

        assertThrows(
                AssertionError.class,
                () -> classes().should(new AskNothingOutsideOfSteps()).check(fickle));
    }

    @Test
    void oneThatDoesSoInStepsIsNot() {
        JavaClasses steady = new ClassFileImporter().importClasses(Steady.class);

        classes().should(new AskNothingOutsideOfSteps()).check(steady);
    }

    /// Decides by the time of the run.
    static final class Fickle {

        static void run(Steps steps) {
            if (isLate()) {
                steps.run("late", () -> {});
            }
        }

        private static boolean isLate() {
            return Instant.now().getEpochSecond() % 2 == 0;
        }
    }

    /// Remembers what time it was.
    static final class Steady {

        static void run(Steps steps) {
            Instant at = steps.run("look", Instant.class, () -> Instant.now());
            steps.sleepUntil("wait", at);
        }
    }

    /// Follows calls into our own code, but not into what steps do.
    private static final class AskNothingOutsideOfSteps extends ArchCondition<JavaClass> {

        AskNothingOutsideOfSteps() {
            super("ask no clock, no chance and no database outside of steps");
        }

        @Override
        public void check(JavaClass it, ConditionEvents events) {
            Deque<JavaCodeUnit> open = it.getMethods().stream()
                    .filter(AskNothingOutsideOfSteps::isBody)
                    .collect(Collectors.toCollection(ArrayDeque::new));
            Set<JavaCodeUnit> seen = new HashSet<>(open);
            while (!open.isEmpty()) {
                for (JavaMethodCall call : open.pop().getMethodCallsFromSelf()) {
                    if (call.isDeclaredInLambda()) {
                        continue;
                    }
                    if (isForbidden(call)) {
                        events.add(SimpleConditionEvent.violated(it, call.getDescription()));
                    }
                    call.getTarget()
                            .resolveMember()
                            .filter(method -> isOurs(method.getOwner()) && seen.add(method))
                            .ifPresent(open::push);
                }
            }
        }

        private static boolean isBody(JavaMethod method) {
            return method.getName().equals("run")
                    && method.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Steps.class));
        }

        private static boolean isOurs(JavaClass owner) {
            return owner.getPackageName().startsWith("dev.atrium.jobs") && !owner.isEquivalentTo(Steps.class);
        }

        private static boolean isForbidden(JavaMethodCall call) {
            JavaClass owner = call.getTargetOwner();
            String name = call.getName();
            return owner.isAssignableTo(RandomGenerator.class)
                    || owner.isEquivalentTo(SecureRandom.class)
                    || owner.isAssignableTo(DataSource.class)
                    || owner.isAssignableTo(InstantSource.class)
                    || owner.isAssignableTo(Clock.class)
                    || (name.equals("now") && owner.getPackageName().equals("java.time"))
                    || (owner.isEquivalentTo(UUID.class) && name.equals("randomUUID"))
                    || (owner.isEquivalentTo(Math.class) && name.equals("random"))
                    || (owner.isEquivalentTo(Ids.class) && name.equals("next"))
                    || (owner.isEquivalentTo(System.class)
                            && (name.equals("currentTimeMillis") || name.equals("nanoTime")));
        }
    }
}
