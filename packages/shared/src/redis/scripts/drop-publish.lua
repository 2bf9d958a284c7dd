--[[
  Writes a drop's settings and, once, the start of its line. Running counters are never set back.
  KEYS     1 drop, 2 serving
  ARGV     1 opensMs, 2 closesMs (0: none), 3 state, 4 cap, 5 rate per minute, 6 limit, 7 holdMs, 8 admissionMs,
           9 claimMs, 10 index mark of lane 0, 11 next index of lane 0, 12 serving of lane 0,
           13 index ranges that nobody has, in order, 'from-to,…' with the end left out ('': as known)
           14 those of them, and of earlier losses, that ranks and counts leave out, likewise
  RETURNS  PUBLISHED
  KEEPS    indices and serving only grow; the mark never falls below what Postgres granted
  COST     O(1)
]]
redis.call('HSET', KEYS[1], 'opensMs', ARGV[1], 'closesMs', ARGV[2], 'state', ARGV[3], 'cap', ARGV[4],
  'ratePerMinute', ARGV[5], 'limit', ARGV[6], 'holdMs', ARGV[7], 'admissionMs', ARGV[8], 'claimMs', ARGV[9])
local function raise(key, field, value)
  if tonumber(value) > tonumber(redis.call('HGET', key, field) or '-1') then redis.call('HSET', key, field, value) end
end
raise(KEYS[1], 'mark', ARGV[10])
raise(KEYS[1], 'next', ARGV[11])
raise(KEYS[2], 'served', ARGV[12])
if ARGV[14] ~= '' then redis.call('HSET', KEYS[1], 'skipped', ARGV[14]) end
if ARGV[13] ~= '' then redis.call('HSET', KEYS[2], 'gaps', ARGV[13]) end
return { 'PUBLISHED' }
