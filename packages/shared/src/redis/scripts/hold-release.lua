--[[
  Gives a hold's tickets back: by the shopper before ordering, or after its order ended.
  KEYS     1–9 the event's seats, 10 ready, 11 drop, 12 hold, 13 the account's holds
  ARGV     1 hold id, 2 account, 3 order id that ended ('' when the shopper releases an unordered hold)
  RETURNS  RELEASED tickets | GONE (it ran out, was released before, or is not this account's or order's) |
           ORDERED orderId | NOT_READY
  KEEPS    a lease is deleted only by the hold that has it; a sold ticket stays sold
  COST     O(tickets + lengths of their rows)
]]
-- @include clock
-- @include seats
-- @include lease-deadline
if redis.call('EXISTS', KEYS[10]) == 0 then return { 'NOT_READY' } end
local hold = redis.call('HMGET', KEYS[12], 'account', 'tickets', 'order')
if not hold[1] or hold[1] ~= ARGV[2] then return { 'GONE' } end
if hold[3] and hold[3] ~= ARGV[3] then return { 'ORDERED', hold[3] } end
if not hold[3] and ARGV[3] ~= '' then return { 'GONE' } end
local leased, freed = {}, {}
for _, number in ipairs(numbersIn(hold[2])) do
  if redis.call('HGET', KEYS[13], number) == ARGV[1] then redis.call('HDEL', KEYS[13], number) end
  if redis.call('GET', seats.lease .. number) == ARGV[1] then
    redis.call('DEL', seats.lease .. number)
    redis.call('ZREM', seats.leases, number)
    leased[#leased + 1] = number
  end
end
for i, status in ipairs(statusesOf(leased)) do
  if status == HELD then freed[#freed + 1] = leased[i] end
end
markTickets(freed, FREE, nowMs())
redis.call('DEL', KEYS[12])
return { 'RELEASED', table.concat(freed, ',') }
