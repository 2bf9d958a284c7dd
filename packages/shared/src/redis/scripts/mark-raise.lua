--[[
  Tells the waiting room that Postgres granted indices up to a new mark.
  KEYS     1 drop
  ARGV     1 mark
  RETURNS  RAISED mark
  KEEPS    the mark only grows
  COST     O(1)
]]
local mark = math.max(tonumber(redis.call('HGET', KEYS[1], 'mark') or '0'), tonumber(ARGV[1]))
redis.call('HSET', KEYS[1], 'mark', mark)
return { 'RAISED', mark }
