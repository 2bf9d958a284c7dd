--[[
  Extends a hold once, by its own length, before it is ordered.
  KEYS     1–9 the event's seats, 10 ready, 11 drop, 12 hold, 13 the account's holds
  ARGV     1 hold id, 2 account
  RETURNS  EXTENDED deadlineMs | ALREADY deadlineMs (it was extended before; or this command came twice) | GONE | NOT_READY
  KEEPS    a lease is prolonged only by the hold that has it, and only while it lives
  COST     O(tickets)
]]
-- @include clock
if redis.call('EXISTS', KEYS[10]) == 0 then return { 'NOT_READY' } end
local hold = redis.call('HMGET', KEYS[12], 'account', 'deadline', 'tickets', 'extended', 'order')
if not hold[1] or hold[1] ~= ARGV[2] then return { 'GONE' } end
if hold[4] == '1' or hold[5] then return { 'ALREADY', hold[2] } end
local now = nowMs()
for number in hold[3]:gmatch('%d+') do
  if redis.call('GET', KEYS[3] .. number) ~= ARGV[1] then return { 'GONE' } end
end
local deadline = tonumber(hold[2]) + tonumber(redis.call('HGET', KEYS[11], 'holdMs'))
for number in hold[3]:gmatch('%d+') do
  redis.call('PEXPIRE', KEYS[3] .. number, deadline - now)
  redis.call('ZADD', KEYS[4], deadline, number)
  redis.call('ZADD', KEYS[13], deadline, number)
end
redis.call('HSET', KEYS[12], 'deadline', deadline, 'extended', 1)
redis.call('PEXPIRE', KEYS[12], deadline - now)
redis.call('PEXPIRE', KEYS[13], deadline - now + 3600000)
return { 'EXTENDED', deadline }
