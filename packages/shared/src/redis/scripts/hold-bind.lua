--[[
  Before an order is written: makes sure that every lease is still this hold's and account's, and moves their end to the
  order's deadline and a grace, so that a late payment still finds its seats.
  KEYS     1–9 the event's seats, 10 ready, 11 drop, 12 hold, 13 the account's holds
  ARGV     1 hold id, 2 account, 3 drop, 4 order id, 5 lease length from now (ms)
  RETURNS  BOUND tickets (also when this order bound it before) | GONE | OTHER_ORDER orderId | NOT_READY
  KEEPS    leases outlive their order; the hold remembers its own deadline, for the case that the order is refused
  COST     O(tickets)
]]
-- @include clock
-- @include seats
-- @include lease-deadline
if redis.call('EXISTS', KEYS[10]) == 0 then return { 'NOT_READY' } end
local hold = redis.call('HMGET', KEYS[12], 'account', 'drop', 'tickets', 'order', 'deadline')
if not hold[1] or hold[1] ~= ARGV[2] or hold[2] ~= ARGV[3] then return { 'GONE' } end
if hold[4] and hold[4] ~= ARGV[4] then return { 'OTHER_ORDER', hold[4] } end
local numbers = numbersIn(hold[3])
if not allLeased(numbers, ARGV[1]) then return { 'GONE' } end
if not hold[4] then redis.call('HSET', KEYS[12], 'order', ARGV[4], 'ownDeadline', hold[5]) end
moveDeadline(numbers, ARGV[1], KEYS[12], KEYS[13], nowMs() + tonumber(ARGV[5]))
return { 'BOUND', hold[3] }
