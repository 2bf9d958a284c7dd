--[[
  Holds a number of general-admission tickets of one category, those free for longest first.
  KEYS     as hold-chosen
  ARGV     1 hold id, 2 account, 3 drop, 4 category, 5 quantity
  RETURNS  HELD deadlineMs tickets | TOO_FEW left | LIMIT max | NO_ADMISSION | NOT_OPEN | CLOSED | PAUSED | UNKNOWN_DROP |
           HOLD_GONE | STALE | NOT_READY
  KEEPS    as hold-chosen; a ticket that is still leased, or sold, is passed over though its time has come
  COST     O(log tickets + quantity), and one step more for each ticket passed over (at most 200)
]]
-- @include clock
-- @include drop-window
-- @include seats
-- @include hold-record
local PASSED_OVER_MAX = 200
local now = nowMs()
local reply, limit, allowance, holdMs = beforeHold(now)
if reply then return reply end
local quantity = tonumber(ARGV[5])
if quantity > allowance then return { 'LIMIT', limit } end

local candidates = redis.call('ZRANGEBYSCORE', seats.pool .. drop .. ':' .. ARGV[4], '-inf', now, 'LIMIT', 0,
  quantity + PASSED_OVER_MAX)
local numbers = {}
for _, candidate in ipairs(candidates) do
  local status = statusOf(seats, candidate)
  if #numbers < quantity and status ~= SOLD and status ~= OFF
    and redis.call('EXISTS', seats.lease .. candidate) == 0 then
    numbers[#numbers + 1] = tonumber(candidate)
  end
end
if #numbers < quantity then return { 'TOO_FEW', #numbers } end
return takeHold(numbers, now, holdMs)
