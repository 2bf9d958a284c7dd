--[[
  Before an order is written: makes sure that every lease is still this hold's and account's, and prolongs them to the
  order's deadline and a grace, so that a late payment still finds its seats.
  KEYS     1–9 the event's seats, 10 ready, 11 drop, 12 hold, 13 the account's holds
  ARGV     1 hold id, 2 account, 3 drop, 4 order id, 5 lease length from now (ms)
  RETURNS  BOUND tickets (also when this order bound it before) | GONE | OTHER_ORDER orderId | NOT_READY
  KEEPS    leases outlive their order
  COST     O(tickets)
]]
-- @include clock
if redis.call('EXISTS', KEYS[10]) == 0 then return { 'NOT_READY' } end
local hold = redis.call('HMGET', KEYS[12], 'account', 'drop', 'tickets', 'order')
if not hold[1] or hold[1] ~= ARGV[2] or hold[2] ~= ARGV[3] then return { 'GONE' } end
if hold[4] and hold[4] ~= ARGV[4] then return { 'OTHER_ORDER', hold[4] } end
for number in hold[3]:gmatch('%d+') do
  if redis.call('GET', KEYS[3] .. number) ~= ARGV[1] then return { 'GONE' } end
end
local leaseMs = tonumber(ARGV[5])
local deadline = nowMs() + leaseMs
for number in hold[3]:gmatch('%d+') do
  redis.call('PEXPIRE', KEYS[3] .. number, leaseMs)
  redis.call('ZADD', KEYS[4], deadline, number)
  redis.call('ZADD', KEYS[13], deadline, number)
end
redis.call('HSET', KEYS[12], 'deadline', deadline, 'order', ARGV[4])
redis.call('PEXPIRE', KEYS[12], leaseMs)
redis.call('PEXPIRE', KEYS[13], leaseMs + 3600000)
return { 'BOUND', hold[3] }
