--[[
  Sets the status of tickets to what Postgres says. Each is changed only if it still has the status the caller saw, so a
  late correction cannot undo a newer one; 'any' as the seen status always applies (a sale just committed).
  KEYS     1–9 the event's seats
  ARGV     triples: ticket number, status seen (0…3 or 'any'), status to set (0 free, 2 sold, 3 not for sale)
  RETURNS  MARKED count
  KEEPS    a sold ticket, or one not for sale, has no lease; a ticket set free that is leased shows as held
  COST     O(tickets + lengths of their rows)
]]
-- @include clock
-- @include seats
local numbers = {}
for i = 1, #ARGV, 3 do numbers[#numbers + 1] = tonumber(ARGV[i]) end
local groups = { [FREE] = {}, [SOLD] = {}, [OFF] = {} }
local count = 0
for i, status in ipairs(statusesOf(numbers)) do
  local number, seen, value = numbers[i], ARGV[3 * i - 1], tonumber(ARGV[3 * i])
  if seen == 'any' or status == tonumber(seen) then
    local leasedUntil = redis.call('PEXPIRETIME', seats.lease .. number)
    if value == FREE and leasedUntil ~= -2 then
      showLeased(number, leasedUntil)
    else
      if leasedUntil ~= -2 then redis.call('DEL', seats.lease .. number) end
      if status == HELD then redis.call('ZREM', seats.leases, number) end
      table.insert(groups[value], number)
    end
    count = count + 1
  end
end
markTickets(groups[FREE], FREE, nowMs())
markTickets(groups[SOLD], SOLD)
markTickets(groups[OFF], OFF)
return { 'MARKED', count }
