-- Reads the audit trail after a number, or its newest text.
--
-- KEYS[1]  the trail: texts, scored by their numbers
-- ARGV[1]  the number, or "newest"
-- ARGV[2]  how many at most
-- Returns members and scores in turn.

if ARGV[1] == "newest" then
  return redis.call("ZREVRANGE", KEYS[1], 0, 0, "WITHSCORES")
end
return redis.call("ZRANGEBYSCORE", KEYS[1], "(" .. ARGV[1], "+inf", "WITHSCORES", "LIMIT", 0, ARGV[2])
