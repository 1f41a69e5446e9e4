-- Counts in a sliding window if the sum stays within the limit, in one atomic step. The same as `countIn` of domain/rate-limits/sliding-window.ts.
--
-- KEYS[1]  the window's key: a hash with a field for each bucket and counter, "29583104u" used, "29583104a" approved
-- ARGV[1]  the time of the count, in milliseconds since 1970
-- ARGV[2]  the length of the window in milliseconds
-- ARGV[3]  the number of buckets it is cut into
-- ARGV[4]  the counter, "u" or "a"
-- ARGV[5]  the amount; zero only reads, a negative one gives back
-- ARGV[6]  the limit, or "" for none
-- Returns { 1 when it counted, else 0; the sum used; the sum approved; when it would fit }.

local at, window, buckets = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local counter, amount, limit = ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
local length = window / buckets
local current = math.floor(at / length)

local first, last = current - buckets, current + buckets

local byte, sub = string.byte, string.sub
local USED = byte("u")
local kept = redis.call("HGETALL", KEYS[1])
local used, approved, past = 0, 0, {}
-- This loop is most of the cost: it only adds up. Which bucket holds how much is read again when the limit is exceeded.
for index = 1, #kept, 2 do
  local field = kept[index]
  local bucket = tonumber(sub(field, 1, -2))
  if bucket < first then
    past[#past + 1] = field
  elseif bucket <= last then
    if byte(field, -1) == USED then
      used = used + kept[index + 1]
    else
      approved = approved + kept[index + 1]
    end
  end
end

local excess = limit and (counter == "u" and used or approved) + amount - limit or 0
if excess > 0 then
  local order, inBucket = {}, {}
  for index = 1, #kept, 2 do
    local field = kept[index]
    local bucket = tonumber(sub(field, 1, -2))
    if sub(field, -1) == counter and bucket >= first and bucket <= last then
      order[#order + 1] = bucket
      inBucket[bucket] = tonumber(kept[index + 1])
    end
  end
  table.sort(order)
  for _, bucket in ipairs(order) do
    excess = excess - inBucket[bucket]
    if excess <= 0 then
      return { 0, used, approved, (bucket + buckets + 1) * length }
    end
  end
  return { 0, used, approved, at + window }
end

local more = amount
if amount < 0 then
  -- From what is read already: the rights of the ACL user (docs/how-to/use-redis.md) have no HGET.
  local inCurrent = 0
  for index = 1, #kept, 2 do
    if kept[index] == current .. counter then inCurrent = tonumber(kept[index + 1]) end
  end
  more = math.max(amount, -inCurrent)
end
if more ~= 0 then
  if #past > 0 then redis.call("HDEL", KEYS[1], unpack(past)) end
  local sum = redis.call("HINCRBY", KEYS[1], current .. counter, more)
  -- A count that was given back leaves no field: refused requests must not fill the memory (threat V29).
  if sum == 0 then redis.call("HDEL", KEYS[1], current .. counter) end
  -- From now on: the window is empty by then, whatever the clocks of the machines say.
  redis.call("PEXPIRE", KEYS[1], window + length)
  if counter == "u" then used = used + more else approved = approved + more end
end
return { 1, used, approved, at }
