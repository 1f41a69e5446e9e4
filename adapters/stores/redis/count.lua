-- Counts in sliding windows, in each of them if its sum stays within the limit. The same as `countIn` of domain/rate-limits/sliding-window.ts.
--
-- KEYS     the windows' keys: hashes with a field for each bucket and counter, "29583104u" used, "29583104a" approved
-- ARGV[1]  the time of the counts, in milliseconds since 1970
-- ARGV[2]  the number of buckets that a window is cut into
-- ARGV…    for each key in order: the length of the window in milliseconds; the counter, "u" or "a"; the amount, where zero only reads and
--          a negative one gives back; the limit, or "" for none
-- Returns for each key { 1 when it counted, else 0; the sum used; the sum approved; when it would fit }, or its error.
--
-- A large window is read whole once in a bucket. The sums of its other buckets are then kept in the field REST, "29583104 120 17", for as
-- long as counts are in bucket 29583104. A count in another bucket replaces them.

local at, buckets = tonumber(ARGV[1]), tonumber(ARGV[2])

-- Older versions take it for a bucket of a wrong clock, which does not count.
local REST = "9000000000000000r"
-- With fewer fields a window is read whole as quickly.
local LARGE = 16

local byte, sub, USED = string.byte, string.sub, string.byte("u")

local function count(key, window, counter, amount, limit)
  local length = window / buckets
  local current = math.floor(at / length)
  local first, last = current - buckets, current + buckets
  local name = string.format("%d", current)

  -- A user with the rights that older versions needed has no HMGET. Every count then reads the whole window.
  local found = redis.pcall("HMGET", key, name .. "u", name .. "a", REST)
  local usedNow, approvedNow = tonumber(found[1] or 0), tonumber(found[2] or 0)
  local used, approved = usedNow, approvedNow
  local bucketOfRest, usedInRest, approvedInRest = string.match(found[3] or "", "^(%d+) (%d+) (%d+)$")

  local kept, past
  if bucketOfRest == name then
    used, approved = used + usedInRest, approved + approvedInRest
  else
    kept, past, used, approved = redis.call("HGETALL", key), {}, 0, 0
    for index = 1, #kept, 2 do
      local field, sum = kept[index], kept[index + 1]
      local bucket = tonumber(sub(field, 1, -2))
      if bucket < first then
        past[#past + 1] = field
      elseif bucket <= last then
        if byte(field, -1) == USED then
          used = used + sum
          if bucket == current then usedNow = tonumber(sum) end
        else
          approved = approved + sum
          if bucket == current then approvedNow = tonumber(sum) end
        end
      end
    end
  end

  local inBucket, inWindow = usedNow, used
  if counter == "a" then inBucket, inWindow = approvedNow, approved end

  local excess = limit and inWindow + amount - limit or 0
  if excess > 0 then
    kept = kept or redis.call("HGETALL", key)
    local order, held = {}, {}
    for index = 1, #kept, 2 do
      local field = kept[index]
      local bucket = tonumber(sub(field, 1, -2))
      if sub(field, -1) == counter and bucket >= first and bucket <= last then
        order[#order + 1] = bucket
        held[bucket] = tonumber(kept[index + 1])
      end
    end
    table.sort(order)
    for _, bucket in ipairs(order) do
      excess = excess - held[bucket]
      if excess <= 0 then
        return { 0, used, approved, (bucket + buckets + 1) * length }
      end
    end
    return { 0, used, approved, at + window }
  end

  local more = math.max(amount, -inBucket)
  if more ~= 0 then
    if kept then
      if #past > 0 then redis.call("HDEL", key, unpack(past)) end
      if found[3] or (#kept >= 2 * LARGE and not found.err) then
        local rest = string.format("%d %d %d", current, used - usedNow, approved - approvedNow)
        redis.pcall("HSET", key, REST, rest)
      end
    end
    local sum = redis.call("HINCRBY", key, name .. counter, more)
    -- A count that was given back leaves no field: refused requests must not fill the memory (threat V29).
    if sum == 0 then redis.call("HDEL", key, name .. counter) end
    -- From now on: the window is empty by then, whatever the clocks of the machines say.
    redis.call("PEXPIRE", key, window + length)
    if counter == "u" then used = used + more else approved = approved + more end
  end
  return { 1, used, approved, at }
end

local answers = {}
for index, key in ipairs(KEYS) do
  local from = 4 * index - 1
  local window, counter, amount, limit = ARGV[from], ARGV[from + 1], ARGV[from + 2], ARGV[from + 3]
  local done, answer = pcall(count, key, tonumber(window), counter, tonumber(amount), tonumber(limit))
  -- Up to 6.2 the error of a command is a text.
  if not done and type(answer) ~= "table" then answer = redis.error_reply(answer) end
  answers[index] = answer
end
return answers
