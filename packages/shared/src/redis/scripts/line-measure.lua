--[[
  Files what a worker measured for a drop's line: how many of its tickets are free, and which share of its rate the
  purchase keeps up with. A drop that this epoch does not know is left alone: a key of it would outlive it.
  KEYS     1 drop, 2 serving
  ARGV     1 free tickets, 2 share of the rate (0 to 1), 3 which stage slows it ('': none), 4 for how long this counts (ms)
  RETURNS  MEASURED | UNKNOWN_DROP
  KEEPS    nothing of the line itself
  COST     O(1)
]]
-- @include clock
if redis.call('EXISTS', KEYS[1]) == 0 then return { 'UNKNOWN_DROP' } end
redis.call('HSET', KEYS[2], 'free', ARGV[1], 'share', ARGV[2], 'slowedBy', ARGV[3],
  'measuredUntilMs', string.format('%d', nowMs() + tonumber(ARGV[4])))
return { 'MEASURED' }
