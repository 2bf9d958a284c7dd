--[[
  Takes back one lease of an unfinished order after Redis forgot it, and with it the hold that the order bound, so that
  the order's end can release it.
  KEYS     1–9 the event's seats, 10 hold, 11 the account's holds
  ARGV     1 ticket number, 2 hold id, 3 lease length from now (ms), 4 account, 5 drop, 6 order id (4 to 6 are '' when
           only the lease is known)
  RETURNS  RESTORED | LEASED holdId (a lease that lives stays) | SOLD (or withdrawn: nothing is left to hold) | PAST
  KEEPS    never over a lease that lives, nor over a sale; asked twice it is one lease; every key has a TTL
  COST     O(row length + tickets of the hold)
]]
-- @include clock
-- @include seats
-- @include lease-deadline
local number, holdId, leftMs = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3])
if leftMs <= 0 then return { 'PAST' } end
local status = statusesOf({ number })[1]
if status == SOLD or status == OFF then return { 'SOLD' } end
local deadline = nowMs() + leftMs
local leasedBy = redis.call('GET', seats.lease .. number)
if leasedBy and leasedBy ~= holdId then return { 'LEASED', leasedBy } end
if leasedBy then
  deadline = redis.call('PEXPIRETIME', seats.lease .. number)
else
  redis.call('SET', seats.lease .. number, holdId, 'NX', 'PXAT', deadline)
end
showLeased(number, deadline)
if ARGV[4] == '' then return { 'RESTORED' } end

local tickets = numbersIn(redis.call('HGET', KEYS[10], 'tickets') or '')
local listed = false
for _, known in ipairs(tickets) do listed = listed or known == number end
if not listed then tickets[#tickets + 1] = number end
redis.call('HSET', KEYS[11], number, holdId)
keepUntil(KEYS[11], deadline)
redis.call('HSET', KEYS[10], 'account', ARGV[4], 'drop', ARGV[5], 'order', ARGV[6], 'extended', 1,
  'tickets', table.concat(tickets, ','), 'deadline', deadline)
keepUntil(KEYS[10], deadline)
return { 'RESTORED' }
