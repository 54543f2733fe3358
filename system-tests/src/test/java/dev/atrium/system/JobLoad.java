package dev.atrium.system;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// People who notify themselves, want to be reminded, think better of it, and start onboardings, evenly over
/// some time. Whatever is not answered is asked for again under the same key, as clients do.
final class JobLoad implements AutoCloseable {

    private static final int PEOPLE = 20;
    private static final int MOST_SECONDS_OF_SLEEP = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final List<Person> people;
    private final Map<Person, String> subjects = new ConcurrentHashMap<>();
    private final Map<Person, List<String>> titles = new ConcurrentHashMap<>();
    private final Map<Person, List<String>> workflows = new ConcurrentHashMap<>();
    private final Set<String> withdrawn = ConcurrentHashMap.newKeySet();
    private final List<String> addresses;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final RandomGenerator random;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private volatile @Nullable Throwable failure;

    JobLoad(Suite suite, RandomGenerator random) {
        this.random = random;
        List<Person> all = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            Person person = Person.withNewKey(suite);
            all.add(person);
            subjects.put(
                    person,
                    person.get("/api/me").expect(200).json().path("subject").asText());
            titles.put(person, new ArrayList<>());
            workflows.put(person, new ArrayList<>());
        }
        people = List.copyOf(all);
        addresses = new ArrayList<>();
    }

    List<Person> people() {
        return people;
    }

    /// What each must find in its inbox, once.
    List<String> titles(Person person) {
        return titles.getOrDefault(person, List.of());
    }

    /// Titles of which an instance was cancelled, before or after it told them.
    Set<String> withdrawn() {
        return Set.copyOf(withdrawn);
    }

    /// Instances that each has started.
    List<String> workflows(Person person) {
        return workflows.getOrDefault(person, List.of());
    }

    /// Each must get one mail.
    List<String> addresses() {
        return List.copyOf(addresses);
    }

    /// How many requests were answered, and how many had to be made again.
    String summary() {
        return "accepted=%d asked-again=%d".formatted(accepted.get(), repeated.get());
    }

    /// Begins to ask for so many jobs and workflows over the time.
    void begin(int jobs, int instances, Duration time) {
        every(jobs, time, i -> notice(people.get(i % PEOPLE), "job-" + i));
        every(instances, time, i -> {
            Person person = people.get(i % PEOPLE);
            switch (i / PEOPLE % 4) {
                case 0 -> reminder(person, "reminder-" + i);
                case 2 -> cancel(person, reminder(person, "reminder-" + i), "reminder-" + i);
                default -> onboarding(person, i);
            }
        });
    }

    /// Whether everything was asked for and accepted.
    boolean isAccepted(int all) {
        if (failure != null) {
            throw new AssertionError(failure);
        }
        return accepted.get() == all;
    }

    boolean isAsked(int all) {
        return asked.get() >= all;
    }

    int accepted() {
        return accepted.get();
    }

    /// @return the answer, which is 2xx
    Http.Answer again(Supplier<Http.Answer> request) {
        boolean[] first = {true};
        return Awaitility.await("the request is accepted")
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(250))
                .atMost(PATIENCE)
                .ignoreException(UncheckedIOException.class)
                .until(
                        () -> {
                            if (!first[0]) {
                                repeated.incrementAndGet();
                            }
                            first[0] = false;
                            return request.get();
                        },
                        answer -> {
                            if (answer.status() >= 400 && answer.status() < 500) {
                                throw new AssertionError(answer.toString());
                            }
                            return answer.status() < 300;
                        });
    }

    private interface Ask {
        void number(int number);
    }

    private void every(int count, Duration time, Ask ask) {
        int[] next = {0};
        var _ = clock.scheduleAtFixedRate(
                () -> {
                    if (next[0] < count) {
                        int number = next[0]++;
                        asked.incrementAndGet();
                        requests.execute(() -> ask(ask, number));
                    }
                },
                0,
                Math.max(1, time.toNanos() / count),
                TimeUnit.NANOSECONDS);
    }

    private void ask(Ask ask, int number) {
        try {
            ask.number(number);
            accepted.incrementAndGet();
        } catch (Throwable e) {
            failure = e;
        }
    }

    private void notice(Person person, String title) {
        ObjectNode body = Http.JSON.createObjectNode().put("title", title);
        body.putArray("recipients").add(subject(person));
        note(titles(person), title);
        again(() -> person.post("/api/notifications", body.toString(), "Idempotency-Key", title));
    }

    private String reminder(Person person, String title) {
        ObjectNode body = Http.JSON.createObjectNode().put("type", "reminder");
        int seconds;
        synchronized (random) {
            seconds = random.nextInt(1, MOST_SECONDS_OF_SLEEP);
        }
        body.putObject("input").put("text", title).put("after", "PT" + seconds + "S");
        note(titles(person), title);
        return start(person, body, title);
    }

    /// One that has ended meanwhile stays as it is.
    private void cancel(Person person, String id, String title) {
        String path = "/api/workflows/" + id;
        withdrawn.add(title);
        again(() -> {
            Http.Answer answer = person.post(path + "/cancel", "");
            return answer.status() == 409 ? person.get(path) : answer;
        });
    }

    private void onboarding(Person person, int number) {
        ObjectNode body = Http.JSON.createObjectNode().put("type", "onboarding");
        String user = subject(person).replaceAll("[^A-Za-z0-9]", "") + "-" + number;
        String address = user + "@mail.example";
        body.putObject("input").put("userId", user).put("email", address).put("name", "Kim");
        note(addresses, address);
        start(person, body, "onboarding-" + number);
    }

    /// @return the instance's id
    private String start(Person person, ObjectNode body, String key) {
        Http.Answer answer = again(() -> person.post("/api/workflow/start", body.toString(), "Idempotency-Key", key));
        String id = answer.json().path("id").asText();
        note(workflows(person), id);
        return id;
    }

    private String subject(Person person) {
        return Objects.requireNonNull(subjects.get(person));
    }

    private static void note(List<String> list, String text) {
        synchronized (list) {
            list.add(text);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        requests.shutdownNow();
    }
}
