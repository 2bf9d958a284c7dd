--[[
  Extends a hold once, by its own length, before it is ordered; never beyond the admission that is needed to order it.
  KEYS     1–9 the event's seats, 10 ready, 11 drop, 12 hold, 13 the account's holds, 14 admitted
  ARGV     1 hold id, 2 account
  RETURNS  EXTENDED deadlineMs | ALREADY deadlineMs (it was extended before, or ordered, or ends with the admission; or
           this command came twice) |
           GONE | NOT_READY
  KEEPS    a lease is prolonged only by the hold that has it, and only while it lives
  COST     O(tickets)
]]
-- @include seats
-- @include lease-deadline
if redis.call('EXISTS', KEYS[10]) == 0 then return { 'NOT_READY' } end
local hold = redis.call('HMGET', KEYS[12], 'account', 'deadline', 'tickets', 'extended', 'order')
if not hold[1] or hold[1] ~= ARGV[2] then return { 'GONE' } end
local numbers = numbersIn(hold[3])
if not allLeased(numbers, ARGV[1]) then return { 'GONE' } end
if hold[4] == '1' or hold[5] then return { 'ALREADY', hold[2] } end
local admittedUntil = tonumber(redis.call('ZSCORE', KEYS[14], ARGV[2]) or '0')
local deadline = math.min(tonumber(hold[2]) + tonumber(redis.call('HGET', KEYS[11], 'holdMs')), admittedUntil)
if deadline <= tonumber(hold[2]) then return { 'ALREADY', hold[2] } end
moveDeadline(numbers, ARGV[1], KEYS[12], KEYS[13], deadline)
redis.call('HSET', KEYS[12], 'extended', 1)
return { 'EXTENDED', deadline }
