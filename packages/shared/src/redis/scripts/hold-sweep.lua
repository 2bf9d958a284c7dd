--[[
  Returns tickets whose lease ran out to what is free.
  KEYS     1–9 the event's seats, 10 ready
  ARGV     1 how many at most
  RETURNS  SWEPT count | NOT_READY
  KEEPS    status says held only while a lease lives, give or take one sweep
  COST     O(returned + lengths of their rows)
]]
-- @include clock
-- @include seats
-- @include expired-leases
if redis.call('EXISTS', KEYS[10]) == 0 then return { 'NOT_READY' } end
return { 'SWEPT', #returnExpired(nowMs(), tonumber(ARGV[1])) }
