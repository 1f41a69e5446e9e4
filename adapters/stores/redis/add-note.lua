-- Adds a note to an expected message, in one atomic step. The first note with a word stays.
--
-- KEYS[1]  the message's key: what the notes are about, then a line for each note
-- ARGV[1]  the word
-- ARGV[2]  the line, with the line break before it
-- Returns the value as it was, or nothing when the message is not expected.

local value = redis.call("GET", KEYS[1])
if value and not string.find(value, "\n" .. ARGV[1] .. " ", 1, true) then
  redis.call("SET", KEYS[1], value .. ARGV[2], "KEEPTTL")
end
return value
