package dev.atrium.platform.limit;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// [Gcra] within Redis: decides about all charges of a request in one step, by Redis' clock, and about several equal
/// requests as if they came one after the other. A key lives as long as it says something.
final class GcraScript {

    /// For each key a window and a step in microseconds; behind them how many requests there are. Answers how many of
    /// them are allowed, the time, and for each key the point in time that is now kept.
    private static final String TEXT = """
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            local known = redis.call('MGET', unpack(KEYS))
            local allowed = tonumber(ARGV[#ARGV])
            local answer = {0, now}
            for i = 1, #KEYS do
              local window = tonumber(ARGV[2 * i - 1])
              local point = math.min(math.max(tonumber(known[i] or 0), now), now + window)
              answer[i + 2] = point
              allowed = math.min(allowed, math.floor((now + window - point) / tonumber(ARGV[2 * i])))
            end
            if allowed > 0 then
              for i = 1, #KEYS do
                local point = answer[i + 2] + allowed * tonumber(ARGV[2 * i])
                answer[i + 2] = point
                redis.call('SET', KEYS[i], string.format('%.0f', point), 'PX', math.ceil((point - now) / 1000))
              end
            end
            answer[1] = allowed
            return answer
            """;

    private static final String SHA = sha1(TEXT);

    private static final int BEFORE_POINTS = 2;

    private GcraScript() {}

    /// What Redis decided.
    ///
    /// @param allowed how many of the requests, the first ones
    /// @param now Redis' time
    /// @param points behind them, in the order of the charges
    record Answer(long allowed, long now, List<Long> points) {

        /// What is kept behind one of several requests.
        ///
        /// @param last how many of those that are allowed came behind it
        List<Long> before(List<Charge> charges, long last) {
            List<Long> then = new ArrayList<>(points.size());
            for (int i = 0; i < points.size(); i++) {
                then.add(points.get(i) - last * Gcra.step(charges.get(i)));
            }
            return then;
        }

        static Answer of(@Nullable Response response) {
            Response numbers = Objects.requireNonNull(response);
            List<Long> points = new ArrayList<>();
            for (int i = BEFORE_POINTS; i < numbers.size(); i++) {
                points.add(number(numbers, i));
            }
            return new Answer(number(numbers, 0), number(numbers, 1), points);
        }

        private static long number(Response numbers, int index) {
            return Objects.requireNonNull(numbers.get(index).toLong());
        }
    }

    /// Fails with `NOSCRIPT` where Redis has not seen the script since its start.
    ///
    /// @param times how many requests make these charges
    static Request byHash(List<Charge> charges, int times) {
        return request(Command.EVALSHA, SHA, charges, times);
    }

    /// The same for a Redis that does not know the script, which then knows it.
    static Request byText(List<Charge> charges, int times) {
        return request(Command.EVAL, TEXT, charges, times);
    }

    static boolean isUnknown(Throwable failure) {
        return failure.getMessage() != null && failure.getMessage().startsWith("NOSCRIPT");
    }

    private static Request request(Command command, String script, List<Charge> charges, int times) {
        Request request = Request.cmd(command).arg(script).arg(charges.size());
        charges.forEach(charge -> request.arg(charge.key()));
        for (Charge charge : charges) {
            request.arg(Gcra.window(charge)).arg(Gcra.step(charge));
        }
        return request.arg(times);
    }

    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
