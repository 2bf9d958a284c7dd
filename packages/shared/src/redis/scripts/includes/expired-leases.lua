-- Needs seats. Frees tickets whose lease ran out, looking at `max` at most, and says which. A key lives through its last
-- millisecond; a lease that was prolonged without its listing is listed anew.
local function returnExpired(now, max)
  local freed, gone = {}, {}
  for _, number in ipairs(redis.call('ZRANGEBYSCORE', seats.leases, '-inf', '(' .. now, 'LIMIT', 0, max)) do
    local untilMs = redis.call('PEXPIRETIME', seats.lease .. number)
    if untilMs == -2 then gone[#gone + 1] = number else redis.call('ZADD', seats.leases, untilMs, number) end
  end
  if #gone == 0 then return freed end
  redis.call('ZREM', seats.leases, unpack(gone))
  for i, status in ipairs(statusesOf(gone)) do
    if status == HELD then freed[#freed + 1] = gone[i] end
  end
  markTickets(freed, FREE, now)
  return freed
end
