--[[
  Takes an order's claim to a hold back when the order was refused, so that the shopper may try again in what is left of
  a fresh hold period.
  KEYS     1–9 the event's seats, 10 ready, 11 drop, 12 hold, 13 the account's holds
  ARGV     1 hold id, 2 account, 3 order id
  RETURNS  UNBOUND deadlineMs | GONE | NOT_READY
  KEEPS    only the order that bound a hold unbinds it
  COST     O(tickets)
]]
-- @include clock
if redis.call('EXISTS', KEYS[10]) == 0 then return { 'NOT_READY' } end
local hold = redis.call('HMGET', KEYS[12], 'account', 'order', 'tickets')
if not hold[1] or hold[1] ~= ARGV[2] or hold[2] ~= ARGV[3] then return { 'GONE' } end
local holdMs = tonumber(redis.call('HGET', KEYS[11], 'holdMs'))
local deadline = nowMs() + holdMs
for number in hold[3]:gmatch('%d+') do
  if redis.call('GET', KEYS[3] .. number) == ARGV[1] then
    redis.call('PEXPIRE', KEYS[3] .. number, holdMs)
    redis.call('ZADD', KEYS[4], deadline, number)
    redis.call('ZADD', KEYS[13], deadline, number)
  end
end
redis.call('HDEL', KEYS[12], 'order')
redis.call('HSET', KEYS[12], 'deadline', deadline)
redis.call('PEXPIRE', KEYS[12], holdMs)
return { 'UNBOUND', deadline }
