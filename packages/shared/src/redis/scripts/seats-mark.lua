--[[
  Sets the status of tickets to what Postgres says. Each is changed only if it still has the status the caller saw, so a
  late correction cannot undo a newer one; 'any' as the seen status always applies (a sale just committed).
  KEYS     1–9 the event's seats
  ARGV     triples: ticket number, status seen (0…3 or 'any'), status to set (0 free, 2 sold, 3 not for sale)
  RETURNS  MARKED count
  KEEPS    sold tickets have no lease; a ticket set free that is leased shows as held
  COST     O(tickets × row length)
]]
-- @include clock
-- @include seats
local seats = {
  status = KEYS[1], version = KEYS[2], lease = KEYS[3], leases = KEYS[4], segments = KEYS[5],
  segmentOf = KEYS[6], segmentRuns = KEYS[7], runs = KEYS[8], pool = KEYS[9],
}
local groups = { [FREE] = {}, [SOLD] = {}, [OFF] = {} }
local now = nowMs()
local count = 0
for i = 1, #ARGV, 3 do
  local number, seen, value = tonumber(ARGV[i]), ARGV[i + 1], tonumber(ARGV[i + 2])
  if seen == 'any' or statusOf(seats, number) == tonumber(seen) then
    local leaseMs = redis.call('PTTL', seats.lease .. number)
    if value == FREE and leaseMs > 0 then
      markTickets(seats, { number }, HELD, now + leaseMs)
    else
      table.insert(groups[value], number)
    end
    if value ~= FREE then
      redis.call('DEL', seats.lease .. number)
      redis.call('ZREM', seats.leases, number)
    end
    count = count + 1
  end
end
for value, numbers in pairs(groups) do markTickets(seats, numbers, value, now) end
return { 'MARKED', count }
