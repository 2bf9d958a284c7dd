--[[
  Files a chunk of an event's row segments and pools. Status bits are set afterwards by seats-mark, then ready is set.
  KEYS     1–9 the event's seats
  ARGV     per segment 5: id, drop, category, rank, then its tickets: 'n:x,n:x,…' for a row (x: the seat's column), or
           'n,n,…' for general admission
  RETURNS  FILLED count
  KEEPS    bits that are already set stay: a repeated fill changes nothing
  COST     O(tickets × log)
]]
-- @include clock
-- @include seats
local seats = {
  status = KEYS[1], version = KEYS[2], lease = KEYS[3], leases = KEYS[4], segments = KEYS[5],
  segmentOf = KEYS[6], segmentRuns = KEYS[7], runs = KEYS[8], pool = KEYS[9],
}
for i = 1, #ARGV, 5 do
  local id = tonumber(ARGV[i])
  local segment = { d = ARGV[i + 1], c = ARGV[i + 2], r = tonumber(ARGV[i + 3]) }
  local idBytes = string.char(math.floor(id / 256), id % 256)
  local before = redis.call('HGET', seats.segments, id)
  if before then
    local old = cmsgpack.unpack(before)
    for length = 1, tonumber(redis.call('HGET', seats.segmentRuns, id) or '0') do
      redis.call('ZREM', seats.runs .. old.d .. ':' .. old.c .. ':' .. length, id)
    end
    redis.call('HDEL', seats.segmentRuns, id)
  end
  if ARGV[i + 4]:find(':', 1, true) then
    segment.n, segment.x = {}, {}
    for number, column in ARGV[i + 4]:gmatch('(%d+):(%d+)') do
      segment.n[#segment.n + 1], segment.x[#segment.x + 1] = tonumber(number), tonumber(column)
    end
  end
  redis.call('HSET', seats.segments, id, cmsgpack.pack(segment))
  for number in ARGV[i + 4]:gmatch('(%d+)[:%d]*') do
    redis.call('SETRANGE', seats.segmentOf, tonumber(number) * 2, idBytes)
    if not segment.n then
      local status = statusOf(seats, number)
      if status == FREE then redis.call('ZADD', seats.pool .. segment.d .. ':' .. segment.c, 'NX', 0, number) end
    end
  end
  if segment.n then
    setStatus(seats, segment.n[#segment.n], statusOf(seats, segment.n[#segment.n]))
    refreshRuns(seats, id, segment)
  end
end
redis.call('INCR', seats.version)
return { 'FILLED', #ARGV / 5 }
