-- Status bits and the index of free runs. `seats` is a table of the keys involved:
-- status, version, leases, lease, segments, segmentOf, segmentRuns, runs, pool.
local FREE, HELD, SOLD, OFF = 0, 1, 2, 3
local RUN_MAX = 20

local function statusOf(seats, number)
  return redis.call('BITFIELD', seats.status, 'GET', 'u2', '#' .. number)[1]
end

local function setStatus(seats, number, value)
  redis.call('BITFIELD', seats.status, 'SET', 'u2', '#' .. number, value)
end

-- The segment of a ticket: its id and its record {d = drop, c = category, r = rank, n = numbers, x = columns}, where
-- general admission has neither n nor x. nil for a number that the event does not have.
local function segmentOf(seats, number)
  local bytes = redis.call('GETRANGE', seats.segmentOf, number * 2, number * 2 + 1)
  if #bytes < 2 then return nil end
  local id = bytes:byte(1) * 256 + bytes:byte(2)
  local packed = redis.call('HGET', seats.segments, id)
  if not packed then return nil end
  return id, cmsgpack.unpack(packed)
end

local function segmentStatuses(seats, segment)
  local command = { 'BITFIELD', seats.status }
  for _, number in ipairs(segment.n) do
    command[#command + 1] = 'GET'; command[#command + 1] = 'u2'; command[#command + 1] = '#' .. number
  end
  return redis.call(unpack(command))
end

-- Recomputes the longest run of free neighbours of one row segment and files it under every length up to that.
local function refreshRuns(seats, id, segment)
  if not segment.n then return end
  local statuses = segmentStatuses(seats, segment)
  local longest, run = 0, 0
  for i = 1, #segment.n do
    if statuses[i] ~= FREE then
      run = 0
    elseif run > 0 and segment.x[i] == segment.x[i - 1] + 1 then
      run = run + 1
    else
      run = 1
    end
    if run > longest then longest = run end
  end
  if longest > RUN_MAX then longest = RUN_MAX end
  local before = tonumber(redis.call('HGET', seats.segmentRuns, id) or '0')
  local prefix = seats.runs .. segment.d .. ':' .. segment.c .. ':'
  for length = before + 1, longest do redis.call('ZADD', prefix .. length, segment.r, id) end
  for length = longest + 1, before do redis.call('ZREM', prefix .. length, id) end
  if longest ~= before then redis.call('HSET', seats.segmentRuns, id, longest) end
end

-- Sets the status of several tickets and keeps runs and pools in step. `poolScore` is when a general-admission ticket
-- becomes free (ms); a sold or withdrawn one leaves its pool.
local function markTickets(seats, numbers, value, poolScore)
  local touched = {}
  for _, number in ipairs(numbers) do
    local id, segment = segmentOf(seats, number)
    if id then
      setStatus(seats, number, value)
      if segment.n then
        touched[id] = segment
      elseif value == SOLD or value == OFF then
        redis.call('ZREM', seats.pool .. segment.d .. ':' .. segment.c, number)
      else
        redis.call('ZADD', seats.pool .. segment.d .. ':' .. segment.c, poolScore, number)
      end
    end
  end
  for id, segment in pairs(touched) do refreshRuns(seats, id, segment) end
  if #numbers > 0 then redis.call('INCR', seats.version) end
end

-- Frees tickets whose lease ran out, at most `max` of them, and says which.
local function returnExpired(seats, now, max)
  local due = redis.call('ZRANGEBYSCORE', seats.leases, '-inf', now, 'LIMIT', 0, max)
  local freed = {}
  for _, number in ipairs(due) do
    redis.call('ZREM', seats.leases, number)
    if redis.call('EXISTS', seats.lease .. number) == 0 and statusOf(seats, number) == HELD then
      freed[#freed + 1] = number
    end
  end
  markTickets(seats, freed, FREE, now)
  return freed
end
