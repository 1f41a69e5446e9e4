-- Adds a note to an expected message, in one atomic step. The first note with a word stays.
--
-- KEYS[1]  the message's key: what the notes are about, then a line for each note
-- ARGV[1]  the word
-- ARGV[2]  the text, as JSON, so that it holds no line break
-- ARGV[3]  the life of all notes from now, in milliseconds
-- Returns the value as it was, or nothing when the message is not expected.

local value = redis.call("GET", KEYS[1])
if not value then
  return false
end
if string.find(value, "\n" .. ARGV[1] .. " ", 1, true) then
  redis.call("PEXPIRE", KEYS[1], ARGV[3])
else
  redis.call("SET", KEYS[1], value .. "\n" .. ARGV[1] .. " " .. ARGV[2], "PX", ARGV[3])
end
return value
