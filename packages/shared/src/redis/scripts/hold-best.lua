--[[
  Holds the best available seats of one category: side by side in the best row that has room, leaving no single seat
  alone if that row allows it, then nearest to the row's middle. With together = 0 it fills up from the best rows instead.
  KEYS     1–9 the event's seats, 10 ready, 11 drop, 12 admitted, 13 hold, 14 the account's holds
  ARGV     1 hold id, 2 account, 3 drop, 4 category, 5 quantity, 6 together (1 or 0)
  RETURNS  HELD deadlineMs tickets | NONE_TOGETHER longestRun | TOO_FEW left | LIMIT max | NO_ADMISSION | NOT_OPEN |
           CLOSED | PAUSED | UNKNOWN_DROP | HOLD_GONE | STALE (a free seat had a lease, or a row no room: mended, ask again) |
           NOT_READY
  KEEPS    as hold-chosen; the choice is made where the leases are, so no two shoppers are sent to the same seats; nobody
           is refused while leases that ran out wait for their return
  COST     O(row length) together; O(quantity × row length) apart
]]
-- @include clock
-- @include drop-window
-- @include seats
-- @include expired-leases
-- @include lease-deadline
-- @include hold-record
local RETURN_ALL_MAX = 500
local now = nowMs()
local reply, limit, allowance, deadline = beforeHold(now)
if reply then return reply end
local quantity, together = tonumber(ARGV[5]), ARGV[6] == '1'
if quantity > allowance then return { 'LIMIT', limit } end
local runs = seats.runs .. drop .. ':' .. ARGV[4] .. ':'

-- The positions in a row from which `quantity` seats are best taken; nil when it has no room.
local function bestInRow(segment)
  local columns = segment.x
  local middle = (columns[1] + columns[#columns]) / 2
  local best, bestOrphans, bestDistance
  for _, run in ipairs(freeRuns(segment)) do
    for i = run[1], run[2] - quantity + 1 do
      local last = i + quantity - 1
      local orphans = (i - run[1] == 1 and 1 or 0) + (run[2] - last == 1 and 1 or 0)
      local distance = math.abs((columns[i] + columns[last]) / 2 - middle)
      if not best or orphans < bestOrphans or (orphans == bestOrphans and distance < bestDistance) then
        best, bestOrphans, bestDistance = i, orphans, distance
      end
    end
  end
  return best
end

-- Each returns the numbers, or nil and the refusal.
local function chooseTogether()
  local row = tonumber(redis.call('ZRANGE', runs .. quantity, 0, 0)[1])
  if not row then
    for length = quantity - 1, 1, -1 do
      if redis.call('EXISTS', runs .. length) == 1 then return nil, { 'NONE_TOGETHER', length } end
    end
    return nil, { 'TOO_FEW', 0 }
  end
  local segment = segmentById(row)
  local best = bestInRow(segment)
  if best then return { unpack(segment.n, best, best + quantity - 1) } end
  refreshRuns(row, segment)
  return nil, { 'STALE' }
end

local function chooseApart()
  local numbers = {}
  for _, row in ipairs(redis.call('ZRANGE', runs .. 1, 0, quantity - 1)) do
    if #numbers == quantity then break end
    local segment = segmentById(tonumber(row))
    for _, run in ipairs(freeRuns(segment)) do
      for i = run[1], run[2] do
        if #numbers < quantity then numbers[#numbers + 1] = segment.n[i] end
      end
    end
  end
  if #numbers < quantity then return nil, { 'TOO_FEW', #numbers } end
  return numbers
end

local choose = (together and quantity <= RUN_MAX) and chooseTogether or chooseApart
local numbers, refusal = choose()
if refusal and #returnExpired(now, RETURN_ALL_MAX) > 0 then numbers, refusal = choose() end
if refusal then return refusal end

local stale = false
for _, number in ipairs(numbers) do
  local leasedUntil = redis.call('PEXPIRETIME', seats.lease .. number)
  if leasedUntil ~= -2 then
    showLeased(number, leasedUntil)
    stale = true
  end
end
if stale then return { 'STALE' } end
return takeHold(numbers, deadline)
