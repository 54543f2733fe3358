package dev.atrium.platform.limit;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How much each instance holds of a quota, in Redis: a hash by instance of `<amount>:<until>`, in
/// milliseconds of Redis' clock. What an instance has not said again by then does not count any more.
final class LeaseScript {

    /// For each key how much the instance would hold with what it wants, and the quota. Answers how much
    /// the others hold; if that leaves enough of all quotas, the instance has what it wants. Questions of
    /// one instance may come in another order than they were asked in: the largest count stands until the
    /// instance tells another.
    private static final String TAKE = """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local enough = true
            local mine = {}
            local answer = {}
            for i = 1, #KEYS do
              mine[i] = tonumber(ARGV[2 * i + 1])
              local wanted = mine[i]
              local others = 0
              local held = redis.call('HGETALL', KEYS[i])
              for j = 1, #held, 2 do
                local amount, limit = string.match(held[j + 1], '(%d+):(%d+)')
                if held[j] == ARGV[1] then
                  mine[i] = math.max(wanted, tonumber(amount))
                elseif tonumber(limit) > now then
                  others = others + tonumber(amount)
                else
                  redis.call('HDEL', KEYS[i], held[j])
                end
              end
              answer[i] = others
              enough = enough and others + wanted <= tonumber(ARGV[2 * i + 2])
            end
            if enough then
              local limit = string.format('%.0f', now + tonumber(ARGV[2]))
              for i = 1, #KEYS do
                redis.call('HSET', KEYS[i], ARGV[1], string.format('%.0f', mine[i]) .. ':' .. limit)
                redis.call('PEXPIRE', KEYS[i], ARGV[2])
              end
            end
            return answer
            """;

    /// For each key how much the instance holds.
    private static final String TELL = """
            local time = redis.call('TIME')
            local limit = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[2]))
            for i = 1, #KEYS do
              if ARGV[i + 2] == '0' then
                redis.call('HDEL', KEYS[i], ARGV[1])
              else
                redis.call('HSET', KEYS[i], ARGV[1], ARGV[i + 2] .. ':' .. limit)
                redis.call('PEXPIRE', KEYS[i], ARGV[2])
              end
            end
            """;

    private final String instance;
    private final Duration term;

    /// @param instance its name, that of no other
    /// @param term how long what it has said counts
    LeaseScript(String instance, Duration term) {
        this.instance = instance;
        this.term = term;
    }

    /// How much the others hold, in the order of the charges.
    static List<Long> others(@Nullable Response answer) {
        return Objects.requireNonNull(answer).stream()
                .map(number -> Objects.requireNonNull(number.toLong()))
                .toList();
    }

    /// @param held how much the instance would hold, in the order of the charges
    Request take(List<Charge> charges, List<Long> held) {
        Request request = Request.cmd(Command.EVAL).arg(TAKE).arg(charges.size());
        charges.forEach(charge -> request.arg(charge.key()));
        request.arg(instance).arg(term.toMillis());
        for (int i = 0; i < charges.size(); i++) {
            request.arg(held.get(i)).arg(charges.get(i).quota().amount());
        }
        return request;
    }

    /// @param held how much the instance holds, in the order of the keys
    Request tell(List<String> keys, List<Long> held) {
        Request request = Request.cmd(Command.EVAL).arg(TELL).arg(keys.size());
        keys.forEach(request::arg);
        request.arg(instance).arg(term.toMillis());
        held.forEach(request::arg);
        return request;
    }
}
