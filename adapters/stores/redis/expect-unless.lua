-- Expects a message, unless what is there is about one of some texts, in one atomic step.
--
-- KEYS[1]  the message's key: what the notes are about, then a line for each note
-- ARGV[1]  the new value: what the notes are about
-- ARGV[2]  its lifetime in milliseconds
-- ARGV[3…] what may not be replaced
-- Returns 1 when it wrote, 0 when nothing was changed.

local value = redis.call("GET", KEYS[1])
local about = value and string.match(value, "^[^\n]*")
for index = 3, #ARGV do
  if about == ARGV[index] then
    return 0
  end
end
redis.call("SET", KEYS[1], ARGV[1], "PX", ARGV[2])
return 1
