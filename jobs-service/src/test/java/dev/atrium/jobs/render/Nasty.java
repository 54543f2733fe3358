package dev.atrium.jobs.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Texts that mean harm to some format.
final class Nasty {

    static final List<String> TEXTS = List.of(
            "<script>alert(1)</script><img src=x onerror=alert(1)>",
            "]]><!-- --><![CDATA[ &amp; &#0; &bogus;",
            "\u0000\u0001\u001b[31m\u007f\u0085\ufffe\uffff\ufdd0",
            "\ud800 lone \udc00 surrogates \ud83d",
            "# heading\n- list\n1. one\n===\n```\ncode\n| a | b |\n    indented\n> quote\n***",
            "[click](javascript:alert(1)) ![x](http://evil/) <http://a.b> **bold** __b__ ~~s~~ `c` &lt; $x$ \\",
            "=cmd|' /C calc'!A0\t@SUM(1)",
            "\u202egpj.exe \u2066\u2067 \u200f\u200e \u202c",
            "x".repeat(4000),
            "אבג".repeat(600) + " " + "سلام ".repeat(300),
            "( ".repeat(1000) + ") ".repeat(1000),
            "e\u0301\u0301\u0301".repeat(500),
            "👨‍👩‍👧‍👦 🇩🇪 ✈️ 👍🏽",
            "\n\n\n \t \n",
            " ",
            "%PDF-1.4 endstream endobj",
            "../../etc/passwd C:\\windows\\system32 CON NUL \"';--");

    private Nasty() {}

    /// Random mixtures, always the same.
    static List<String> mixed(int count) {
        Random random = new Random(4711);
        List<String> mixed = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = 0; j < 6; j++) {
                String part = TEXTS.get(random.nextInt(TEXTS.size()));
                int from = random.nextInt(part.length());
                text.append(part, from, Math.min(part.length(), from + 1 + random.nextInt(40)));
                text.append((char) random.nextInt(0x10000));
            }
            mixed.add(text.toString());
        }
        return mixed;
    }

    static List<String> all() {
        List<String> all = new ArrayList<>(TEXTS);
        all.addAll(mixed(60));
        return all;
    }
}
