-- Saves a ledger if nobody else did since it was read: compare-and-set, one atomic step.
--
-- KEYS[1]  the ledger's key
-- ARGV[1]  the revision it was read at, in digits; "0" when there was none
-- ARGV[2]  what to write: the next revision in digits, a space, the packed ledger
-- ARGV[3]  when the key expires, in milliseconds since 1970
-- Answers 1 when it was saved, 0 when the key has another revision.

-- Sixteen bytes hold any revision; the ledger behind it is not copied to be compared.
local head = redis.call("GETRANGE", KEYS[1], 0, 15)
local revision = "0"
if head ~= "" then
  revision = string.match(head, "^%d+ ")
  revision = revision and string.sub(revision, 1, -2)
end
if revision ~= ARGV[1] then
  return 0
end
redis.call("SET", KEYS[1], ARGV[2], "PXAT", ARGV[3])
return 1
