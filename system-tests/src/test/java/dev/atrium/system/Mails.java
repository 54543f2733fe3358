package dev.atrium.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The mail catcher.
final class Mails {

    private Mails() {}

    static List<JsonNode> to(Suite suite, String address) {
        URI uri = URI.create(suite.mails() + "?to=" + URLEncoder.encode(address, StandardCharsets.UTF_8));
        List<JsonNode> mails = new ArrayList<>();
        JsonNode answer = Http.get(uri).expect(200).json();
        (answer.isArray() ? answer : answer.path("items")).forEach(mails::add);
        return mails;
    }
}
