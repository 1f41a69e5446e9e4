-- Gives a claimed name free if it still holds what its claimer put there, one atomic step.
--
-- KEYS[1]  the name's key
-- ARGV[1]  what was put there
-- Answers 1 when it was given free, 0 when something else is there, or nothing.

if redis.call("GET", KEYS[1]) ~= ARGV[1] then
  return 0
end
return redis.call("DEL", KEYS[1])
