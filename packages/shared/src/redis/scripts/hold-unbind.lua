--[[
  Takes an order's claim to a hold back when the order was refused: the shopper may try again until the hold's own
  deadline. If that has passed, the leases end at once.
  KEYS     1–9 the event's seats, 10 ready, 11 drop, 12 hold, 13 the account's holds
  ARGV     1 hold id, 2 account, 3 order id
  RETURNS  UNBOUND deadlineMs | GONE | NOT_READY
  KEEPS    only the order that bound a hold unbinds it; refused orders, however many, do not prolong a hold
  COST     O(tickets)
]]
-- @include clock
-- @include seats
-- @include lease-deadline
if redis.call('EXISTS', KEYS[10]) == 0 then return { 'NOT_READY' } end
local hold = redis.call('HMGET', KEYS[12], 'account', 'order', 'tickets', 'ownDeadline')
if not hold[1] or hold[1] ~= ARGV[2] or hold[2] ~= ARGV[3] then return { 'GONE' } end
-- A hold that was restored after a loss never had a deadline of its own.
local deadline = tonumber(hold[4] or nowMs() - 1)
redis.call('HDEL', KEYS[12], 'order', 'ownDeadline')
moveDeadline(numbersIn(hold[3]), ARGV[1], KEYS[12], KEYS[13], deadline)
return { 'UNBOUND', deadline }
