package dev.atrium.gateway.cache;

/// What is done to the cache in Redis, each at once. Beside its values a tenant has three keys: a sorted
/// set of the names of its values by the second in which they end, a hash of their sizes, whose field
/// `''` has the sum, and a sorted set of the owners of values by how much they have. Values that Redis
/// itself has forgotten count until their end; if it forgets these keys, which it does last, as each
/// change uses them, what they told does not count any more. Each owner has two more: the names of its
/// values in order, by which they are listed and by which it is called in these scripts ([Names#index]),
/// and the same by the second in which they end. Whose a value is, is noted beside its size, in the field
/// `@<name>`.
///
/// KEYS of a change: the value, the ends, the sizes, the names in order, the owners. ARGV: If-Match,
/// If-None-Match, then those of [#PUT].
final class Scripts {

    private static final String HOLDS = """
            local tag = redis.call('HGET', KEYS[1], 'e')
            local function lists(tags)
              return tags == '*' or string.find(' ' .. tags .. ' ', ' ' .. tag .. ' ', 1, true)
            end
            if ARGV[1] ~= '' and not (tag and lists(ARGV[1])) then return 'REFUSED' end
            if ARGV[2] ~= '' and tag and lists(ARGV[2]) then return 'REFUSED' end
            local function ends(owner) return 'cached-ends:' .. owner end
            local function discount(name)
              local size = redis.call('HGET', KEYS[3], name)
              local owner = redis.call('HGET', KEYS[3], '@' .. name)
              redis.call('ZREM', KEYS[2], name)
              redis.call('HDEL', KEYS[3], name, '@' .. name)
              if size then redis.call('HINCRBY', KEYS[3], '', -size) end
              if owner then
                redis.call('ZREM', owner, name)
                redis.call('ZREM', ends(owner), name)
                if size and tonumber(redis.call('ZINCRBY', KEYS[5], -size, owner)) <= 0 then
                  redis.call('ZREM', KEYS[5], owner)
                end
              end
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

    /// Further ARGV: body, type, tag, seconds until its end, its size, what all may have together, its
    /// metadata, what one owner may have. What has ended goes; then what ends next of the owner's own,
    /// until it has room; and then of whoever has most, until all have. Nobody loses a value as long as
    /// others have more.
    static final String PUT = HOLDS + """
            local now = tonumber(redis.call('TIME')[1])
            local ended = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, 100)
            for _, name in ipairs(ended) do discount(name) end
            local function forget(owner)
              local among = owner and ends(owner) or KEYS[2]
              local first = redis.call('ZRANGE', among, 0, 0)[1]
              if first then
                if not owner or redis.call('HGET', KEYS[3], '@' .. first) == owner then
                  redis.call('DEL', first)
                  discount(first)
                end
                redis.call('ZREM', among, first)
              elseif owner then
                redis.call('ZREM', KEYS[5], owner)
              else
                redis.call('DEL', KEYS[3])
              end
            end
            local function own() return tonumber(redis.call('ZSCORE', KEYS[5], KEYS[4]) or 0) end
            while own() + ARGV[7] > tonumber(ARGV[10]) do forget(KEYS[4]) end
            local function sum() return tonumber(redis.call('HGET', KEYS[3], '') or 0) end
            while sum() + ARGV[7] > tonumber(ARGV[8]) do forget(redis.call('ZREVRANGE', KEYS[5], 0, 0)[1]) end
            redis.call('HSET', KEYS[1], 'b', ARGV[3], 't', ARGV[4], 'e', ARGV[5])
            if ARGV[9] == '' then redis.call('HDEL', KEYS[1], 'm') else redis.call('HSET', KEYS[1], 'm', ARGV[9]) end
            redis.call('EXPIRE', KEYS[1], ARGV[6])
            redis.call('ZADD', KEYS[4], 0, KEYS[1])
            redis.call('ZADD', ends(KEYS[4]), now + ARGV[6], KEYS[1])
            for _, key in ipairs({KEYS[4], ends(KEYS[4])}) do
              if redis.call('TTL', key) < tonumber(ARGV[6]) then redis.call('EXPIRE', key, ARGV[6]) end
            end
            redis.call('ZADD', KEYS[2], now + ARGV[6], KEYS[1])
            redis.call('HSET', KEYS[3], KEYS[1], ARGV[7], '@' .. KEYS[1], KEYS[4])
            redis.call('HINCRBY', KEYS[3], '', ARGV[7])
            redis.call('ZINCRBY', KEYS[5], ARGV[7], KEYS[4])
            local last = redis.call('ZRANGE', KEYS[2], -1, -1, 'WITHSCORES')[2]
            for _, key in ipairs({KEYS[2], KEYS[3], KEYS[5]}) do redis.call('EXPIREAT', key, last) end
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
