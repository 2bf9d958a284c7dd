--[[
  Returns tickets whose lease ran out to what is free.
  KEYS     1–9 the event's seats, 10 ready
  ARGV     1 how many at most
  RETURNS  SWEPT count | NOT_READY
  KEEPS    status says held only while a lease lives, give or take one sweep
  COST     O(returned × row length)
]]
-- @include clock
-- @include seats
local seats = {
  status = KEYS[1], version = KEYS[2], lease = KEYS[3], leases = KEYS[4], segments = KEYS[5],
  segmentOf = KEYS[6], segmentRuns = KEYS[7], runs = KEYS[8], pool = KEYS[9],
}
if redis.call('EXISTS', KEYS[10]) == 0 then return { 'NOT_READY' } end
return { 'SWEPT', #returnExpired(seats, nowMs(), tonumber(ARGV[1])) }
