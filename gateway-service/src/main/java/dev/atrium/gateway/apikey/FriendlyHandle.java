package dev.atrium.gateway.apikey;

import java.util.List;
import java.util.random.RandomGenerator;

/// A name for somebody who gave none, such as `quiet-heron-417`. Names are for people: two keys may have the same.
public final class FriendlyHandle {

    private static final List<String> ADJECTIVES = words("""
            able agile amber ample azure bold brave breezy bright brisk calm candid clever copper coral cosmic crisp curious
            daring deft dusty eager early earnest fabled fair fleet fluent fond frosty gentle gilded glad golden graceful
            hardy hazel hearty honest humble indigo ivory jolly jovial keen kind lively lucid lunar mellow merry mild misty
            modest mossy nimble noble olive patient placid plucky polite proud quick quiet rapid ready rosy royal rustic
            sandy scarlet serene silent silver sincere smooth snowy solar solid spry stellar sturdy sunny swift tender tidy
            tranquil trusty upbeat velvet vivid warm wise witty zesty""");
    private static final List<String> ANIMALS = words("""
            alpaca ant auk badger bat bear beaver bee bison bobcat bullfinch camel caribou cheetah cicada condor coyote crab
            crane cricket crow cuckoo curlew deer dingo dolphin dove dragonfly duck eagle eel egret elk falcon ferret finch
            fox frog gazelle gecko gibbon goose gull hare hawk hedgehog heron hornet hound ibex ibis jackal jaguar jay kestrel
            kiwi koala lark lemur leopard linnet llama lobster lynx magpie manatee marten meerkat mink mole moose moth newt
            nightjar ocelot octopus orca oriole osprey otter owl oyster panda panther parrot pelican penguin pigeon plover
            puffin puma quail rabbit raccoon raven robin salmon seal shrew sparrow squid stoat stork swan swift tapir tern
            thrush tiger toad trout turtle viper vole walrus weasel whale wolf wombat wren yak zebra""");
    private static final int NUMBERS = 10_000;

    private FriendlyHandle() {}

    /// At most 30 characters.
    public static String generate(RandomGenerator random) {
        return pick(ADJECTIVES, random) + "-" + pick(ANIMALS, random) + "-" + random.nextInt(NUMBERS);
    }

    private static String pick(List<String> words, RandomGenerator random) {
        return words.get(random.nextInt(words.size()));
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+"));
    }
}
