-- Status bits, segments, the index of free runs and the pools of one event. KEYS 1–9 of every script about seats.
local FREE, HELD, SOLD, OFF = 0, 1, 2, 3
local RUN_MAX = 20
local NUMBER_MAX = 1000000
local SHIFTS = { [0] = 64, 16, 4, 1 }

local seats = {
  status = KEYS[1], version = KEYS[2], lease = KEYS[3], leases = KEYS[4], segments = KEYS[5],
  segmentOf = KEYS[6], segmentRuns = KEYS[7], runs = KEYS[8], pool = KEYS[9],
}

local function statusesOf(numbers)
  if #numbers == 0 then return {} end
  local command = { 'BITFIELD', seats.status }
  for _, number in ipairs(numbers) do
    local at = #command
    command[at + 1], command[at + 2], command[at + 3] = 'GET', 'u2', '#' .. number
  end
  return redis.call(unpack(command))
end

-- A segment's record: {d = drop, c = category, r = rank}, and for a row n = numbers, with lo and hi the least and the
-- greatest of them, and x = columns. Unpacked once a call; false: there is none.
local unpacked = {}
local function segmentById(id)
  if unpacked[id] == nil then
    local packed = redis.call('HGET', seats.segments, id)
    unpacked[id] = packed and cmsgpack.unpack(packed)
  end
  return unpacked[id]
end

-- The segment of a ticket: its id and its record. nil for what is on sale nowhere, or no ticket's number at all.
local function segmentOf(number)
  if number < 0 or number > NUMBER_MAX or number % 1 ~= 0 then return nil end
  local high, low = redis.call('GETRANGE', seats.segmentOf, number * 2, number * 2 + 1):byte(1, 2)
  -- Two zeros are a gap; ids are kept one higher.
  if not low or high + low == 0 then return nil end
  local id = high * 256 + low - 1
  local segment = segmentById(id)
  if segment then return id, segment end
end

local function poolOf(segment)
  return seats.pool .. segment.d .. ':' .. segment.c
end

-- The runs of free neighbours in a row, as { first position, last position }. One reading of the bits between the row's
-- least and greatest number: far cheaper than one field a seat.
local function freeRuns(segment)
  local first = math.floor(segment.lo / 4)
  local bytes = redis.call('GETRANGE', seats.status, first, math.floor(segment.hi / 4))
  local numbers, columns, runs, run = segment.n, segment.x, {}, nil
  for i = 1, #numbers do
    local number = numbers[i]
    local byte = bytes:byte(math.floor(number / 4) - first + 1) or 0
    if math.floor(byte / SHIFTS[number % 4]) % 4 ~= FREE then
      run = nil
    elseif run and columns[i] == columns[i - 1] + 1 then
      run[2] = i
    else
      run = { i, i }
      runs[#runs + 1] = run
    end
  end
  return runs
end

-- Files a row under every length up to that of its longest free run.
local function refreshRuns(id, segment)
  local longest = 0
  for _, run in ipairs(freeRuns(segment)) do longest = math.max(longest, run[2] - run[1] + 1) end
  longest = math.min(longest, RUN_MAX)
  local before = tonumber(redis.call('HGET', seats.segmentRuns, id) or '0')
  if longest == before then return end
  local prefix = seats.runs .. segment.d .. ':' .. segment.c .. ':'
  for length = before + 1, longest do redis.call('ZADD', prefix .. length, segment.r, id) end
  for length = longest + 1, before do redis.call('ZREM', prefix .. length, id) end
  redis.call('HSET', seats.segmentRuns, id, longest)
end

-- Sets the status of several tickets and keeps runs and pools in step. `freeMs` is when a general-admission ticket
-- becomes free; a sold or withdrawn one leaves its pool.
local function markTickets(numbers, value, freeMs)
  if #numbers == 0 then return end
  local command, touched = { 'BITFIELD', seats.status }, {}
  for _, number in ipairs(numbers) do
    local at = #command
    command[at + 1], command[at + 2], command[at + 3], command[at + 4] = 'SET', 'u2', '#' .. number, value
    local id, segment = segmentOf(tonumber(number))
    if not id then
      -- On sale nowhere: its bits are all there is to it.
    elseif segment.n then
      touched[id] = segment
    elseif value == SOLD or value == OFF then
      redis.call('ZREM', poolOf(segment), number)
    else
      redis.call('ZADD', poolOf(segment), freeMs, number)
    end
  end
  redis.call(unpack(command))
  for id, segment in pairs(touched) do refreshRuns(id, segment) end
  redis.call('INCR', seats.version)
end

-- A lease lives though its ticket is shown or listed otherwise: shows it as held until then, and lists it for return.
local function showLeased(number, untilMs)
  redis.call('ZADD', seats.leases, untilMs, number)
  markTickets({ number }, HELD, untilMs)
end
