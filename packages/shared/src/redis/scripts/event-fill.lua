--[[
  Files a chunk of an event's row segments and pools. Status bits are set afterwards by seats-mark, then ready is set.
  KEYS     1–9 the event's seats
  ARGV     1 how many segments the event has: those filed under this id or above are forgotten; then per segment 5: id,
           drop, category, rank, and its tickets: 'n:x,n:x,…' for a row (x: the seat's column), or 'n,n,…' for general
           admission, which may come in several pieces of one id
  RETURNS  FILLED count
  KEEPS    bits and leases stay, and runs and pools follow from them: a repeated fill changes nothing; a ticket that left
           its row is found nowhere until it is filed again
  COST     O(tickets × log)
]]
-- @include clock
-- @include seats
local function idBytes(id) return string.char(math.floor((id + 1) / 256), (id + 1) % 256) end

-- Takes a segment out of the index, and its tickets from under its id if it was a row. A pool's tickets are left: holding
-- one looks where it belongs.
local function unfile(id)
  local old = segmentById(id)
  if not old then return end
  for length = 1, tonumber(redis.call('HGET', seats.segmentRuns, id) or '0') do
    redis.call('ZREM', seats.runs .. old.d .. ':' .. old.c .. ':' .. length, id)
  end
  redis.call('HDEL', seats.segmentRuns, id)
  redis.call('HDEL', seats.segments, id)
  for _, number in ipairs(old.n or {}) do
    if redis.call('GETRANGE', seats.segmentOf, number * 2, number * 2 + 1) == idBytes(id) then
      redis.call('SETRANGE', seats.segmentOf, number * 2, '\0\0')
    end
  end
  unpacked[id] = nil
end

local function filePool(segment, numbers)
  local pool, free, out = poolOf(segment), {}, {}
  for i, status in ipairs(statusesOf(numbers)) do
    if status == FREE then
      free[#free + 1] = 0; free[#free + 1] = numbers[i]
    elseif status == HELD then
      redis.call('ZADD', pool, math.max(redis.call('PEXPIRETIME', seats.lease .. numbers[i]), 0), numbers[i])
    else
      out[#out + 1] = numbers[i]
    end
  end
  if #free > 0 then redis.call('ZADD', pool, 'NX', unpack(free)) end
  if #out > 0 then redis.call('ZREM', pool, unpack(out)) end
end

for i = 2, #ARGV, 5 do
  local id, tickets = tonumber(ARGV[i]), ARGV[i + 4]
  local segment = { d = ARGV[i + 1], c = ARGV[i + 2], r = tonumber(ARGV[i + 3]) }
  local numbers, columns = {}, {}
  for number, column in tickets:gmatch('(%d+):?(%d*)') do
    numbers[#numbers + 1], columns[#numbers + 1] = tonumber(number), tonumber(column)
  end
  if columns[1] then
    segment.n, segment.x, segment.lo, segment.hi = numbers, columns, math.min(unpack(numbers)), math.max(unpack(numbers))
  end
  local packed = cmsgpack.pack(segment)
  if redis.call('HGET', seats.segments, id) ~= packed then unfile(id) end
  redis.call('HSET', seats.segments, id, packed)
  unpacked[id] = segment
  for _, number in ipairs(numbers) do redis.call('SETRANGE', seats.segmentOf, number * 2, idBytes(id)) end
  -- The map is as long as its greatest ticket, whatever the bits are.
  redis.call('BITFIELD', seats.status, 'INCRBY', 'u2', '#' .. math.max(unpack(numbers)), 0)
  if segment.n then refreshRuns(id, segment) else filePool(segment, numbers) end
end
local total = tonumber(ARGV[1])
if redis.call('HLEN', seats.segments) > total then
  for _, id in ipairs(redis.call('HKEYS', seats.segments)) do
    if tonumber(id) >= total then unfile(tonumber(id)) end
  end
end
redis.call('INCR', seats.version)
return { 'FILLED', (#ARGV - 1) / 5 }
