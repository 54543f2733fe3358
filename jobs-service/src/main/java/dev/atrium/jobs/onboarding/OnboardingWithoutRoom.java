package dev.atrium.jobs.onboarding;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.jobs.workflow.Steps;
import dev.atrium.jobs.workflow.Workflow;
import jakarta.enterprise.context.ApplicationScoped;

/// The first version of [Onboarding]: for instances that began before there were welcome rooms. Their inputs name no
/// principal, so they come to the steps that they always had. A node of then leaves the second version to others,
/// which is what the version is for. It can go when no open instance is left.
@ApplicationScoped
class OnboardingWithoutRoom implements Workflow<OnboardingInput> {

    private final Onboarding present;

    OnboardingWithoutRoom(Onboarding present) {
        this.present = present;
    }

    @Override
    public String type() {
        return Onboarding.TYPE;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public boolean isForgotten() {
        return present.isForgotten();
    }

    @Override
    public boolean isSchedulable() {
        return present.isSchedulable();
    }

    @Override
    public boolean isToldWhenComplete() {
        return present.isToldWhenComplete();
    }

    @Override
    public Class<OnboardingInput> inputType() {
        return OnboardingInput.class;
    }

    @Override
    public OnboardingInput parse(JsonNode input) {
        return present.parse(input);
    }

    @Override
    public String instanceId(OnboardingInput input) {
        return present.instanceId(input);
    }

    @Override
    public Onboarding.Result run(Steps steps, OnboardingInput user) {
        return present.run(steps, user);
    }
}
