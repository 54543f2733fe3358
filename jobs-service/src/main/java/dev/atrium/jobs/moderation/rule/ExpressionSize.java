package dev.atrium.jobs.moderation.rule;

import java.util.ArrayDeque;

/// Roughly how much a regular expression becomes when its counted repetitions are written out; no less than their
/// product says. Of what is no expression it says anything: the compiler refuses that.
final class ExpressionSize {

    private static final int LONGEST_NUMBER = 4;

    /// More than this is not told apart.
    private static final long ENOUGH = 1_000_000;

    private final String expression;
    private final ArrayDeque<Long> outer = new ArrayDeque<>();
    private long size;
    private long last;
    private int at;

    ExpressionSize(String expression) {
        this.expression = expression;
    }

    long estimate() {
        while (at < expression.length()) {
            char character = expression.charAt(at++);
            switch (character) {
                case '\\' -> escape();
                case '[' -> characterClass();
                case '(' -> {
                    outer.push(size);
                    size = 0;
                }
                case ')' -> {
                    last = size;
                    size = last + (outer.isEmpty() ? 0 : outer.pop());
                }
                case '{' -> repetition();
                case '*', '+', '?' -> {
                    // They repeat by a loop, not by copies.
                }
                default -> atom();
            }
        }
        return outer.stream().mapToLong(Long::longValue).sum() + size;
    }

    private void atom() {
        last = 1;
        size++;
    }

    /// Also `\p{Greek}` and `\x{10FFFF}`, whose braces repeat nothing.
    private void escape() {
        boolean named = at < expression.length() && "pPx".indexOf(expression.charAt(at)) >= 0;
        at++;
        if (named && at < expression.length() && expression.charAt(at) == '{') {
            int end = expression.indexOf('}', at);
            at = end < 0 ? expression.length() : end + 1;
        }
        atom();
    }

    private void characterClass() {
        if (at < expression.length() && expression.charAt(at) == '^') {
            at++;
        }
        // A bracket in the first place stands for itself.
        at++;
        while (at < expression.length() && expression.charAt(at) != ']') {
            at += expression.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
        atom();
    }

    private void repetition() {
        int end = expression.indexOf('}', at);
        String[] bounds =
                end < 0 ? new String[0] : expression.substring(at, end).split(",", -1);
        if (bounds.length < 1 || bounds.length > 2 || !isNumber(bounds[0])) {
            atom();
            return;
        }
        String most = bounds.length == 2 && isNumber(bounds[1]) ? bounds[1] : bounds[0];
        long times = most.length() > LONGEST_NUMBER ? Integer.MAX_VALUE : Math.max(1, Long.parseLong(most));
        at = end + 1;
        size = Math.min(ENOUGH, size + last * (times - 1));
        last = Math.min(ENOUGH, last * times);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
