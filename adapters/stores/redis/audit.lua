-- The audit trail as one hash: its texts by their numbers, and the number of the newest. Each call is one atomic step. It uses commands
-- of the other scripts alone, so a user of an ACL needs no further right.
--
-- KEYS[1]  the trail
-- ARGV[1]  what to do: "append", "read" or "last"
-- ARGV[2]  append: the number of the new text; read: the number to read after
-- ARGV[3]  append: the text; read: how many at most
-- Returns, of an append, 1 when the newest text had the number before, else 0 and nothing is added; else numbers and texts in turn.

local function text(seq)
  return redis.call("HMGET", KEYS[1], string.format("%d", seq))[1]
end

-- Where the newest were taken out by hand, the trail ends before them.
local newest = tonumber(redis.call("HMGET", KEYS[1], "newest")[1]) or 0
while newest > 0 and not text(newest) do
  newest = newest - 1
end

if ARGV[1] == "append" then
  if newest + 1 ~= tonumber(ARGV[2]) then
    return 0
  end
  redis.call("HSET", KEYS[1], "newest", ARGV[2], ARGV[2], ARGV[3])
  return 1
end

local found = {}
if ARGV[1] == "last" then
  if newest > 0 then
    found = { string.format("%d", newest), text(newest) }
  end
  return found
end

local seq = tonumber(ARGV[2])
while seq < newest and #found < 2 * tonumber(ARGV[3]) do
  seq = seq + 1
  local one = text(seq)
  if one then
    found[#found + 1] = string.format("%d", seq)
    found[#found + 1] = one
  end
end
return found
