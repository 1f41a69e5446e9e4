-- Adds a text to the audit trail if the newest one has the number before, in one atomic step.
--
-- KEYS[1]  the trail: texts, scored by their numbers
-- ARGV[1]  the number of the new text
-- ARGV[2]  the number, a space and the text, so that two equal texts are two members
-- Returns 1 when it added the text, 0 when the newest has another number.

local newest = redis.call("ZREVRANGE", KEYS[1], 0, 0, "WITHSCORES")
if (tonumber(newest[2]) or 0) + 1 ~= tonumber(ARGV[1]) then
  return 0
end
redis.call("ZADD", KEYS[1], ARGV[1], ARGV[2])
return 1
