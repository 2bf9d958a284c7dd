--[[
  Tells the waiting room that Postgres granted a lane's indices up to a new mark.
  KEYS     1 drop
  ARGV     1 lane, 2 mark
  RETURNS  RAISED mark
  KEEPS    the mark only grows
  COST     O(1)
]]
local field = 'mark' .. ARGV[1]
local mark = math.max(tonumber(redis.call('HGET', KEYS[1], field) or '0'), tonumber(ARGV[2]))
redis.call('HSET', KEYS[1], field, mark)
return { 'RAISED', mark }
