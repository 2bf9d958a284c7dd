--[[
  Writes a drop's settings and, once, the start of its lanes' lines. Running counters are never set back.
  KEYS     1 drop, 2 serving
  ARGV     1 opensMs, 2 closesMs (0: none), 3 state, 4 cap, 5 rate per minute, 6 limit, 7 holdMs, 8 admissionMs,
           9 claimMs, 10 draw ('': none, 'pending', or which), 11 order of lanes, a digit a turn, 12 how many lanes;
           then of each lane, from 0: index mark, next index, how many people were served,
           the index ranges that nobody has, in order, 'from-to,…' with the end left out, and their length together (less than known: as known),
           how many people may join it (0: any number)
  RETURNS  PUBLISHED
  KEEPS    indices, serving and lanes only grow; the mark never falls below what Postgres granted; a draw is not undone
  COST     O(lanes)
]]
redis.call('HSET', KEYS[1], 'opensMs', ARGV[1], 'closesMs', ARGV[2], 'state', ARGV[3], 'cap', ARGV[4],
  'ratePerMinute', ARGV[5], 'limit', ARGV[6], 'holdMs', ARGV[7], 'admissionMs', ARGV[8], 'claimMs', ARGV[9])
local function raise(key, field, value)
  if tonumber(value) > tonumber(redis.call('HGET', key, field) or '-1') then redis.call('HSET', key, field, value) end
end
local draw = redis.call('HGET', KEYS[1], 'draw')
if not draw or draw == '' or draw == 'pending' then redis.call('HSET', KEYS[1], 'draw', ARGV[10]) end
for lane = 0, tonumber(ARGV[12]) - 1 do
  local at = 12 + lane * 6
  raise(KEYS[1], 'mark' .. lane, ARGV[at + 1])
  raise(KEYS[1], 'next' .. lane, ARGV[at + 2])
  raise(KEYS[2], 'served' .. lane, ARGV[at + 3])
  -- Gaps are only ever added: who read fewer of them read them earlier.
  if tonumber(ARGV[at + 5]) > tonumber(redis.call('HGET', KEYS[1], 'skippedCount' .. lane) or '-1') then
    redis.call('HSET', KEYS[1], 'skipped' .. lane, ARGV[at + 4], 'skippedCount' .. lane, ARGV[at + 5])
  end
  redis.call('HSET', KEYS[1], 'places' .. lane, ARGV[at + 6])
end
-- Last: a lane exists once its line does.
if tonumber(ARGV[12]) >= tonumber(redis.call('HGET', KEYS[1], 'lanes') or '0') then
  redis.call('HSET', KEYS[1], 'lanes', ARGV[12], 'order', ARGV[11])
end
return { 'PUBLISHED' }
