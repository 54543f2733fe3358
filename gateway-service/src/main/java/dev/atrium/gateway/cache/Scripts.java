package dev.atrium.gateway.cache;

/// What is done to the cache in Redis, each at once. Beside its values a tenant has two keys: a sorted
/// set of the names of its values by the second in which they end, and a hash of their sizes, whose field
/// `''` has the sum. Values that Redis itself has forgotten count until their end; if it forgets these
/// two keys, which it does last, as each change uses them, what they told does not count any more. A
/// third one, by which values are listed ([Names#index]), has their names in order; in which one a name
/// is, is noted beside its size, in the field `@<name>`.
///
/// KEYS of a change: the value, the ends, the sizes, the names in order. ARGV: If-Match, If-None-Match,
/// then those of [#PUT].
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
              local index = redis.call('HGET', KEYS[3], '@' .. name)
              redis.call('ZREM', KEYS[2], name)
              redis.call('HDEL', KEYS[3], name, '@' .. name)
              if size then redis.call('HINCRBY', KEYS[3], '', -size) end
              if index then redis.call('ZREM', index, name) end
            end
            discount(KEYS[1])
            """;

    /// The whole value with the milliseconds until its end, or nil. KEYS: the value.
    static final String GET = """
            local value = redis.call('HMGET', KEYS[1], 'b', 't', 'e', 'm')
            if not value[3] then return false end
            value[5] = redis.call('PTTL', KEYS[1])
            return value
            """;

    /// Further ARGV: body, type, tag, seconds until its end, its size, what all may have, its metadata.
    /// What has ended goes, and then what ends next, until there is room.
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
            if ARGV[9] == '' then redis.call('HDEL', KEYS[1], 'm') else redis.call('HSET', KEYS[1], 'm', ARGV[9]) end
            redis.call('EXPIRE', KEYS[1], ARGV[6])
            redis.call('ZADD', KEYS[4], 0, KEYS[1])
            if redis.call('TTL', KEYS[4]) < tonumber(ARGV[6]) then redis.call('EXPIRE', KEYS[4], ARGV[6]) end
            redis.call('ZADD', KEYS[2], now + ARGV[6], KEYS[1])
            redis.call('HSET', KEYS[3], KEYS[1], ARGV[7], '@' .. KEYS[1], KEYS[4])
            redis.call('HINCRBY', KEYS[3], '', ARGV[7])
            local last = redis.call('ZRANGE', KEYS[2], -1, -1, 'WITHSCORES')[2]
            redis.call('EXPIREAT', KEYS[2], last)
            redis.call('EXPIREAT', KEYS[3], last)
            return tag and 'REPLACED' or 'CREATED'
            """;

    static final String DELETE = HOLDS + """
            return redis.call('DEL', KEYS[1]) == 1 and 'DELETED' or 'ABSENT'
            """;

    /// Values in the order of their names: first the last name that was looked at, if there may be more
    /// behind it that nobody has looked at, or `''`; then for each name, tag, type, metadata, size and
    /// the milliseconds until its end. Names of values that are gone are forgotten.
    ///
    /// KEYS: the index. ARGV: from where, to where, how many values, how many looks.
    static final String LIST = """
            local found, from, looks, last = {}, ARGV[1], 0, ''
            local wanted, most = tonumber(ARGV[3]), tonumber(ARGV[4])
            while #found < wanted and looks < most do
              local names = redis.call('ZRANGEBYLEX', KEYS[1], from, ARGV[2], 'LIMIT', 0, wanted - #found)
              if #names == 0 then return {'', found} end
              for _, name in ipairs(names) do
                local value = redis.call('HMGET', name, 'e', 't', 'm')
                if value[1] then
                  found[#found + 1] = {name, value[1], value[2], value[3],
                    redis.call('HSTRLEN', name, 'b'), redis.call('PTTL', name)}
                else
                  redis.call('ZREM', KEYS[1], name)
                end
                last = name
              end
              looks = looks + #names
              from = '(' .. last
            end
            return {#found < wanted and last or '', found}
            """;

    private Scripts() {}
}
