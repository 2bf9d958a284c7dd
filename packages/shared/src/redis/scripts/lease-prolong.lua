--[[
  Prolongs the leases of an unfinished order to its deadline, which was moved; those that ran out meanwhile it takes back.
  KEYS     1–9 the event's seats, 10 ready, 11 hold, 12 the account's holds
  ARGV     1 hold id, 2 account, 3 drop, 4 order id, 5 lease length from now (ms), 6… ticket numbers
  RETURNS  PROLONGED count (of the tickets that this hold has now) | NOT_READY
  KEEPS    never over another hold's lease, nor over a sale; no lease is ever shortened; asked twice it is one lease
  COST     O(row length × tickets)
]]
-- @include clock
-- @include seats
-- @include lease-deadline
if redis.call('EXISTS', KEYS[10]) == 0 then return { 'NOT_READY' } end
local numbers = {}
for i = 6, #ARGV do numbers[#numbers + 1] = tonumber(ARGV[i]) end
local known = redis.call('HMGET', KEYS[11], 'order', 'deadline')
local deadline = math.max(nowMs() + tonumber(ARGV[5]), tonumber(known[2] or '0'))
local statuses, own = statusesOf(numbers), {}
for i, number in ipairs(numbers) do
  local leasedBy = redis.call('GET', seats.lease .. number)
  if statuses[i] ~= SOLD and statuses[i] ~= OFF and (not leasedBy or leasedBy == ARGV[1]) then
    if not leasedBy then
      redis.call('SET', seats.lease .. number, ARGV[1], 'NX', 'PXAT', deadline)
      showLeased(number, deadline)
    end
    redis.call('HSET', KEYS[12], number, ARGV[1])
    own[#own + 1] = number
  end
end
if #own == 0 then return { 'PROLONGED', 0 } end
redis.call('HSET', KEYS[11], 'account', ARGV[2], 'drop', ARGV[3], 'order', ARGV[4], 'extended', 1,
  'tickets', table.concat(own, ','))
moveDeadline(own, ARGV[1], KEYS[11], KEYS[12], deadline)
return { 'PROLONGED', #own }
