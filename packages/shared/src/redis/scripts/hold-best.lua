--[[
  Holds the best available seats of one category: side by side in the best row that has room, leaving no single seat
  alone if it can, else nearest to the row's middle. With together = 0 it fills up from the best rows instead.
  KEYS     as hold-chosen
  ARGV     1 hold id, 2 account, 3 drop, 4 category, 5 quantity, 6 together (1 or 0)
  RETURNS  HELD deadlineMs tickets | NONE_TOGETHER longestRun | TOO_FEW left | LIMIT max | NO_ADMISSION | NOT_OPEN |
           CLOSED | PAUSED | UNKNOWN_DROP | HOLD_GONE | STALE | NOT_READY
  KEEPS    as hold-chosen; the choice is made where the leases are, so no two shoppers are sent to the same seats
  COST     O(row length) together; O(quantity × row length) apart
]]
-- @include clock
-- @include drop-window
-- @include seats
-- @include hold-record
local now = nowMs()
local reply, limit, allowance, holdMs = beforeHold(now)
if reply then return reply end
local quantity, together = tonumber(ARGV[5]), ARGV[6] == '1'
if quantity > allowance then return { 'LIMIT', limit } end
local runs = seats.runs .. drop .. ':' .. ARGV[4] .. ':'

-- Free seats before and after position i, without a gap between them and i.
local function freeBeside(segment, statuses, i, step)
  local count, at = 0, i
  while statuses[at + step] == FREE and math.abs((segment.x[at + step] or 1e9) - segment.x[at]) == 1 do
    count, at = count + 1, at + step
  end
  return count
end

local function bestRun(segment)
  local statuses = segmentStatuses(seats, segment)
  local middle = (segment.x[1] + segment.x[#segment.x]) / 2
  local best, bestOrphans, bestDistance
  for i = 1, #segment.n - quantity + 1 do
    local last = i + quantity - 1
    if statuses[i] == FREE and freeBeside(segment, statuses, i, 1) >= quantity - 1 then
      local before, after = freeBeside(segment, statuses, i, -1), freeBeside(segment, statuses, last, 1)
      local orphans = (before == 1 and 1 or 0) + (after == 1 and 1 or 0)
      local distance = math.abs((segment.x[i] + segment.x[last]) / 2 - middle)
      if not best or orphans < bestOrphans or (orphans == bestOrphans and distance < bestDistance) then
        best, bestOrphans, bestDistance = i, orphans, distance
      end
    end
  end
  local numbers = {}
  for i = best, best + quantity - 1 do numbers[#numbers + 1] = segment.n[i] end
  return numbers
end

if together and quantity <= RUN_MAX then
  local row = redis.call('ZRANGE', runs .. quantity, 0, 0)[1]
  if row then return takeHold(bestRun(cmsgpack.unpack(redis.call('HGET', seats.segments, row))), now, holdMs) end
  for length = quantity - 1, 1, -1 do
    if redis.call('EXISTS', runs .. length) == 1 then return { 'NONE_TOGETHER', length } end
  end
  return { 'TOO_FEW', 0 }
end

local numbers = {}
for _, row in ipairs(redis.call('ZRANGE', runs .. 1, 0, quantity - 1)) do
  local segment = cmsgpack.unpack(redis.call('HGET', seats.segments, row))
  for i, status in ipairs(segmentStatuses(seats, segment)) do
    if status == FREE and #numbers < quantity then numbers[#numbers + 1] = segment.n[i] end
  end
end
if #numbers < quantity then return { 'TOO_FEW', #numbers } end
return takeHold(numbers, now, holdMs)
