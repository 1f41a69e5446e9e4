-- Releases a claimed name if it still has the value of its claimer, in one atomic step.
--
-- KEYS[1]  the name's key
-- ARGV[1]  the value
-- Returns 1 when it released the name, 0 when the name has another value or none.

if redis.call("GET", KEYS[1]) ~= ARGV[1] then
  return 0
end
return redis.call("DEL", KEYS[1])
