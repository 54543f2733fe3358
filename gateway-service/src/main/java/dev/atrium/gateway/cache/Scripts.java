package dev.atrium.gateway.cache;

/// What is done to the cache in Redis, each at once. Beside its values a tenant has two keys: a sorted
/// set of the names of its values by the second in which they end, and a hash of their sizes, whose field
/// `''` has the sum. Values that Redis itself has forgotten count until their end; if it forgets these
/// two keys, which it does last, as each change uses them, what they told does not count any more.
///
/// KEYS: the value, the ends, the sizes. ARGV: If-Match, If-None-Match, then those of [#PUT].
final class Scripts {

    private static final String HOLDS = """
            local tag = redis.call('HGET', KEYS[1], 'e')
            local function lists(tags)
              return tags == '*' or string.find(' ' .. tags .. ' ', ' ' .. tag .. ' ', 1, true)
            end
            if ARGV[1] ~= '' and not (tag and lists(ARGV[1])) then return 'REFUSED' end
            if ARGV[2] ~= '' and tag and lists(ARGV[2]) then return 'REFUSED' end
            local function discount(name)
              local size = redis.call('HGET', KEYS[3], name)
              redis.call('ZREM', KEYS[2], name)
              redis.call('HDEL', KEYS[3], name)
              if size then redis.call('HINCRBY', KEYS[3], '', -size) end
            end
            discount(KEYS[1])
            """;

    /// Further ARGV: body, type, tag, seconds until its end, its size, what all may have. What has ended
    /// goes, and then what ends next, until there is room.
    static final String PUT = HOLDS + """
            local now = tonumber(redis.call('TIME')[1])
            local ended = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, 100)
            for _, name in ipairs(ended) do discount(name) end
            local function sum() return tonumber(redis.call('HGET', KEYS[3], '') or 0) end
            while sum() + ARGV[7] > tonumber(ARGV[8]) do
              local first = redis.call('ZRANGE', KEYS[2], 0, 0)[1]
              if not first then
                redis.call('DEL', KEYS[3])
                break
              end
              redis.call('DEL', first)
              discount(first)
            end
            redis.call('HSET', KEYS[1], 'b', ARGV[3], 't', ARGV[4], 'e', ARGV[5])
            redis.call('EXPIRE', KEYS[1], ARGV[6])
            redis.call('ZADD', KEYS[2], now + ARGV[6], KEYS[1])
            redis.call('HSET', KEYS[3], KEYS[1], ARGV[7])
            redis.call('HINCRBY', KEYS[3], '', ARGV[7])
            local last = redis.call('ZRANGE', KEYS[2], -1, -1, 'WITHSCORES')[2]
            redis.call('EXPIREAT', KEYS[2], last)
            redis.call('EXPIREAT', KEYS[3], last)
            return tag and 'REPLACED' or 'CREATED'
            """;

    static final String DELETE = HOLDS + """
            return redis.call('DEL', KEYS[1]) == 1 and 'DELETED' or 'ABSENT'
            """;

    private Scripts() {}
}
