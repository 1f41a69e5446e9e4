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

local sums = { u = 0, a = 0 }
local past, order, inBucket = {}, {}, {}
local kept = redis.call("HGETALL", KEYS[1])
for index = 1, #kept, 2 do
  local field, sum = kept[index], tonumber(kept[index + 1])
  local bucket, kind = tonumber(string.sub(field, 1, -2)), string.sub(field, -1)
  if bucket < current - buckets then
    past[#past + 1] = field
  elseif bucket <= current + buckets then
    sums[kind] = sums[kind] + sum
    if kind == counter then
      order[#order + 1] = bucket
      inBucket[bucket] = sum
    end
  end
end

local excess = limit and sums[counter] + amount - limit or 0
if excess > 0 then
  table.sort(order)
  for _, bucket in ipairs(order) do
    excess = excess - inBucket[bucket]
    if excess <= 0 then
      return { 0, sums.u, sums.a, (bucket + buckets + 1) * length }
    end
  end
  return { 0, sums.u, sums.a, at + window }
end

local more = math.max(amount, -(inBucket[current] or 0))
if more ~= 0 then
  if #past > 0 then redis.call("HDEL", KEYS[1], unpack(past)) end
  local sum = redis.call("HINCRBY", KEYS[1], current .. counter, more)
  -- A count that was given back leaves no field: refused requests must not fill the memory (threat V29).
  if sum == 0 then redis.call("HDEL", KEYS[1], current .. counter) end
  -- From now on: the window is empty by then, whatever the clocks of the machines say.
  redis.call("PEXPIRE", KEYS[1], window + length)
  sums[counter] = sums[counter] + more
end
return { 1, sums.u, sums.a, at }
