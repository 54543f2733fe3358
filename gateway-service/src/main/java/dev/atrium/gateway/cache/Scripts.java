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
/// All tenants together have two: `cached-tenants`, a sorted set of them by how much they have, in
/// which `''` has the sum, and `cached-tenants-ends`, the same by the second in which the last of their
/// values ends.
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
            local all = 'cached-tenants'
            local function ends(owner) return 'cached-ends:' .. owner end
            local function named(share)
              return {share = share, ends = 'cached:' .. share,
                sizes = 'cached-bytes:' .. share, owners = 'cached-owners:' .. share}
            end
            local mine = named(string.sub(KEYS[2], string.len('cached:') + 1))
            local function note(t)
              local has = tonumber(redis.call('HGET', t.sizes, '') or 0)
              local had = tonumber(redis.call('ZSCORE', all, t.share) or 0)
              if has > 0 then redis.call('ZADD', all, has, t.share) else redis.call('ZREM', all, t.share) end
              redis.call('ZINCRBY', all, has - had, '')
            end
            local function discount(t, name)
              local size = redis.call('HGET', t.sizes, name)
              local owner = redis.call('HGET', t.sizes, '@' .. name)
              redis.call('ZREM', t.ends, name)
              redis.call('HDEL', t.sizes, name, '@' .. name)
              if size then redis.call('HINCRBY', t.sizes, '', -size) end
              if owner then
                redis.call('ZREM', owner, name)
                redis.call('ZREM', ends(owner), name)
                if size and tonumber(redis.call('ZINCRBY', t.owners, -size, owner)) <= 0 then
                  redis.call('ZREM', t.owners, owner)
                end
              end
            end
            discount(mine, KEYS[1])
            note(mine)
            """;

    /// The whole value with the milliseconds until its end, or nil. KEYS: the value.
    static final String GET = """
            local value = redis.call('HMGET', KEYS[1], 'b', 't', 'e', 'm')
            if not value[3] then return false end
            value[5] = redis.call('PTTL', KEYS[1])
            return value
            """;

    /// Further ARGV: body, type, tag, seconds until its end, its size, what all may have together, its
    /// metadata, what one owner may have, what all tenants may have. What has ended goes; then what
    /// ends next of the owner's own, until it has room; then of whoever has most of the tenant, until
    /// that has; and then of the tenant that has most, until all have. Nobody loses a value as long as
    /// others have more.
    static final String PUT = HOLDS + """
            local now = tonumber(redis.call('TIME')[1])
            local ended = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, 100)
            for _, name in ipairs(ended) do discount(mine, name) end
            local function most(sizes) return redis.call('ZREVRANGE', sizes, 0, 0)[1] end
            local function forget(t, owner)
              local among = owner and ends(owner) or t.ends
              local first = redis.call('ZRANGE', among, 0, 0)[1]
              if first then
                if not owner or redis.call('HGET', t.sizes, '@' .. first) == owner then
                  redis.call('DEL', first)
                  discount(t, first)
                end
                redis.call('ZREM', among, first)
              elseif owner then
                redis.call('ZREM', t.owners, owner)
              else
                redis.call('DEL', t.sizes)
              end
            end
            local function own() return tonumber(redis.call('ZSCORE', KEYS[5], KEYS[4]) or 0) end
            while own() + ARGV[7] > tonumber(ARGV[10]) do forget(mine, KEYS[4]) end
            local function sum() return tonumber(redis.call('HGET', KEYS[3], '') or 0) end
            while sum() + ARGV[7] > tonumber(ARGV[8]) do forget(mine, most(KEYS[5])) end
            note(mine)
            for _, share in ipairs(redis.call('ZRANGEBYSCORE', all .. '-ends', '-inf', now - 1, 'LIMIT', 0, 100)) do
              redis.call('ZREM', all .. '-ends', share)
              note(named(share))
            end
            local function total() return tonumber(redis.call('ZSCORE', all, '') or 0) end
            while total() + ARGV[7] > tonumber(ARGV[11]) do
              local first, second = unpack(redis.call('ZREVRANGE', all, 0, 1))
              local share = first ~= '' and first or second
              if not share then break end
              local t = named(share)
              forget(t, most(t.owners))
              note(t)
            end
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
            redis.call('ZADD', all .. '-ends', last, mine.share)
            note(mine)
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
