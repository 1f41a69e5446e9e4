-- Saves a ledger if it was not saved since it was read: compare-and-set in one atomic step.
--
-- KEYS[1]  the ledger's key
-- ARGV[1]  the revision it was read at, in digits; "0" when there was none
-- ARGV[2]  the new value: the next revision in digits, a space, the encoded ledger
-- ARGV[3]  when the key expires, in milliseconds since 1970
-- Returns 1 when it saved, 0 when the key has another revision.

-- Sixteen bytes hold any revision. The ledger after it is not copied for the comparison.
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
