package dev.atrium.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/// A real browser: Chromium without a window, from npm, or where npm has none for this processor the machine's own.
final class Browser implements AutoCloseable {

    /// Why the tests with it are skipped.
    static final String OBSTACLE = "no browser here: install Node 20 or newer to run its tests";

    private final NodeProgram program = NodeProgram.start("browser", "browser.mjs");
    private int opened;

    /// Whether there can be one on this machine; says so if not.
    static boolean isAvailable() {
        return NodeProgram.canRun(OBSTACLE);
    }

    /// A window of somebody who shares nothing with the others: cookies, storage, signing in.
    Tab open(Suite suite) {
        String tab = "tab" + ++opened;
        program.run("open", "tab", tab, "width", 1280, "height", 900);
        return new Tab(tab, suite);
    }

    /// Another window of the same browser: cookies and storage are shared, the key of a tab is not.
    Tab openBeside(Tab other) {
        String tab = "tab" + ++opened;
        program.run("open", "tab", tab, "beside", other.tab, "width", 1280, "height", 900);
        return new Tab(tab, other.suite);
    }

    @Override
    public void close() {
        program.close();
    }

    /// One window. Controls are found by their role and by the name that everybody can perceive, and waited for.
    final class Tab implements AutoCloseable {

        private static final Duration PATIENCE = Duration.ofSeconds(60);

        private final String tab;
        private final Suite suite;
        private final List<Pattern> expected = new ArrayList<>();

        private Tab(String tab, Suite suite) {
            this.tab = tab;
            this.suite = suite;
        }

        /// Opens a path of the gateway, or an address.
        Tab go(String to) {
            program.run("go", "tab", tab, "url", suite.gateway().resolve(to).toString());
            return this;
        }

        void reload() {
            program.run("reload", "tab", tab);
        }

        void press(String button) {
            program.run("click", "tab", tab, "target", named(button, "button"));
        }

        void followLink(String link) {
            program.run("click", "tab", tab, "target", named(link, "link"));
        }

        void fill(String label, String text) {
            program.run("fill", "tab", tab, "target", named(label, "textbox"), "text", text);
        }

        void search(String words) {
            program.run("fill", "tab", tab, "target", named("Search messages and files", "searchbox"), "text", words);
            press("Search");
        }

        void choose(String list, String value) {
            program.run("fill", "tab", tab, "target", named(list, "combobox"), "text", value);
        }

        /// Goes on working in an organisation, or where one belongs, once the page has all that it asked for: what
        /// comes later is asked of another organisation, and refused there.
        void workIn(String organisation) {
            settle();
            choose("Work in", organisation);
            press("Go");
        }

        /// Ends the session, once the page has all that it asked for in it.
        void signOut() {
            settle();
            press("Sign out");
        }

        private void settle() {
            program.run("settle", "tab", tab);
        }

        /// Chooses files for a control as people do in the browser's own window.
        void chooseFiles(String selector, List<Path> files) {
            List<String> paths =
                    files.stream().map(file -> file.toAbsolutePath().toString()).toList();
            program.run("files", "tab", tab, "selector", selector, "files", paths);
        }

        /// Answers all requests of the page to a path with this status, until they are let through again.
        void refuse(String path, int status) {
            expect(Integer.toString(status));
            program.run("refuse", "tab", tab, "path", path, "status", status);
        }

        /// Waits until the page has been refused something.
        void awaitRefusal() {
            Awaitility.await("a refusal")
                    .atMost(PATIENCE)
                    .until(() ->
                            program.run("refused", "tab", tab).path("count").asInt() > 0);
        }

        void refuseNothing() {
            program.run("refuse", "tab", tab);
        }

        void key(String key) {
            program.run("press", "tab", tab, "key", key);
        }

        /// Types where the focus is.
        void type(String text) {
            program.run("type", "tab", tab, "text", text);
        }

        /// Waits until something is to be seen.
        ///
        /// @param text that it has, as its value or in it
        void see(String selector, String text) {
            program.run("see", "tab", tab, "selector", selector, "text", text);
        }

        /// Waits until something is not to be seen.
        void miss(String selector, String text) {
            program.run("miss", "tab", tab, "selector", selector, "text", text);
        }

        String address() {
            return program.run("address", "tab", tab).path("url").asText();
        }

        /// Waits until the window's title is this.
        void awaitTitle(String title) {
            Awaitility.await("the title " + title)
                    .atMost(PATIENCE)
                    .until(() -> program.run("title", "tab", tab)
                            .path("title")
                            .asText()
                            .equals(title));
        }

        /// Waits until what has this name has the focus.
        void awaitFocus(String name) {
            Awaitility.await("the focus on " + name)
                    .atMost(PATIENCE)
                    .until(() -> program.run("focus", "tab", tab)
                            .path("name")
                            .asText()
                            .equals(name));
        }

        /// Whether a message is in the part of the list that is shown.
        boolean hasInSight(String selector) {
            return program.run("inSight", "tab", tab, "selector", selector)
                    .path("inSight")
                    .asBoolean();
        }

        /// Waits until the window shows something without being scrolled.
        void awaitInWindow(String selector) {
            Awaitility.await(selector + " in the window")
                    .atMost(PATIENCE)
                    .until(() -> program.run("inWindow", "tab", tab, "selector", selector)
                            .path("inWindow")
                            .asBoolean());
        }

        /// Cuts the page's sockets off: it sees them end, and gets no other until they are mended. Requests go on.
        void cutSockets() {
            program.run("sever", "tab", tab, "cut", true);
            see("#live", "reconnecting");
        }

        void mendSockets() {
            program.run("sever", "tab", tab, "cut", false);
        }

        /// Holds back the answers to what the page asks of an address with this in it, until they are let go.
        void holdAnswers(String address) {
            program.run("hold", "tab", tab, "part", address);
        }

        void letAnswersGo() {
            program.run("hold", "tab", tab);
        }

        /// The value of a cookie, also of one that scripts cannot read.
        Optional<String> cookie(String name) {
            return stream(program.run("cookies", "tab", tab))
                    .filter(cookie -> cookie.path("name").asText().equals(name))
                    .map(cookie -> cookie.path("value").asText())
                    .findFirst();
        }

        /// Signs in at the provider's own pages: the name first, since the organisation follows from it.
        void signIn(String user) {
            followLink("Sign in");
            logIn(user);
            see("#me-handle", user);
        }

        /// At the provider.
        void logIn(String user) {
            see("#username", "");
            program.run("fill", "tab", tab, "target", "#username", "text", user);
            program.run("click", "tab", tab, "target", "#kc-login");
            see("#password", "");
            program.run("fill", "tab", tab, "target", "#password", "text", user);
            program.run("click", "tab", tab, "target", "#kc-login");
        }

        void createRoom(String name) {
            fill("Name of the new room", name);
            press("Create");
            see("#room-title", name);
            see("#live", "live");
        }

        void write(String message) {
            fill("Message", message);
            press("Send");
            see(".message:not(.pending) .text", message);
        }

        /// The console may say this.
        void expect(String pattern) {
            expected.add(Pattern.compile(pattern));
        }

        /// What the console said of the page that nothing expected; pages of the provider are its own business.
        List<String> problems() {
            return stream(program.run("problems", "tab", tab))
                    .map(JsonNode::asText)
                    .filter(problem -> problem.startsWith(suite.gateway().toString()) || problem.startsWith(" "))
                    .filter(problem -> expected.stream()
                            .noneMatch(pattern -> pattern.matcher(problem).find()))
                    .toList();
        }

        /// What keeps people out, by axe-core.
        List<String> barriers() {
            return stream(program.run("axe", "tab", tab)).map(JsonNode::asText).toList();
        }

        /// Takes a picture at this width of window.
        ///
        /// @return whether all is within the width
        boolean picture(int width, String name) {
            Path file =
                    Path.of("target", "browser", name + "-" + width + ".png").toAbsolutePath();
            program.run("shot", "tab", tab, "width", width, "height", 900, "file", file.toString());
            JsonNode widths = program.run("width", "tab", tab);
            return widths.path("page").asInt() <= widths.path("window").asInt();
        }

        void awaitWithout(String cookie) {
            Awaitility.await("the end of " + cookie)
                    .atMost(PATIENCE)
                    .until(() -> cookie(cookie).isEmpty());
        }

        @Override
        public void close() {
            program.run("close", "tab", tab);
        }

        private static String named(String name, String role) {
            return "::-p-aria([name=\"" + name + "\"][role=\"" + role + "\"])";
        }

        private static java.util.stream.Stream<JsonNode> stream(JsonNode items) {
            return StreamSupport.stream(items.path("items").spliterator(), false);
        }
    }
}
