--[[
  Holds a number of general-admission tickets of one category, those free for longest first.
  KEYS     1–9 the event's seats, 10 ready, 11 drop, 12 admitted, 13 hold, 14 the account's holds
  ARGV     1 hold id, 2 account, 3 drop, 4 category, 5 quantity
  RETURNS  HELD deadlineMs tickets | TOO_FEW left | LIMIT max | NO_ADMISSION | NOT_OPEN | CLOSED | PAUSED | UNKNOWN_DROP |
           HOLD_GONE | STALE (many were passed over: ask again) | NOT_READY
  KEEPS    as hold-chosen; a ticket that is still leased, sold, or of another category by now, is passed over though its
           time has come, and is filed where it belongs, so that nobody passes it over again
  COST     O(quantity × log tickets), and as much for each ticket passed over (at most 100)
]]
-- @include clock
-- @include drop-window
-- @include seats
-- @include expired-leases
-- @include lease-deadline
-- @include hold-record
local PASSED_OVER_MAX = 100
local now = nowMs()
local reply, limit, allowance, deadline = beforeHold(now)
if reply then return reply end
local pool, quantity = seats.pool .. drop .. ':' .. ARGV[4], tonumber(ARGV[5])
if quantity > allowance then return { 'LIMIT', limit } end

local numbers, passedOver = {}, 0
while #numbers < quantity and passedOver < PASSED_OVER_MAX do
  -- Those chosen are at the front; those passed over have left.
  local candidates = redis.call('ZRANGEBYSCORE', pool, '-inf', now, 'LIMIT', #numbers, quantity - #numbers)
  if #candidates == 0 then return { 'TOO_FEW', #numbers } end
  local statuses = statusesOf(candidates)
  for i, number in ipairs(candidates) do
    local leasedUntil = redis.call('PEXPIRETIME', seats.lease .. number)
    local _, segment = segmentOf(tonumber(number))
    local elsewhere = not segment or segment.n or poolOf(segment) ~= pool
    if elsewhere or statuses[i] == SOLD or statuses[i] == OFF then
      redis.call('ZREM', pool, number)
      passedOver = passedOver + 1
    elseif leasedUntil ~= -2 then
      showLeased(number, math.max(leasedUntil, now + 1))
      passedOver = passedOver + 1
    else
      numbers[#numbers + 1] = tonumber(number)
    end
  end
end
if #numbers < quantity then return { 'STALE' } end
return takeHold(numbers, deadline)
