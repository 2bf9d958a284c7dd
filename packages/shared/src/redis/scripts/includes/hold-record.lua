-- Needs clock, drop-window and seats. The order of KEYS that every hold-taking script shares; see holdKeys in holds.ts.
local RETURN_MAX = 50

local seats = {
  status = KEYS[1], version = KEYS[2], lease = KEYS[3], leases = KEYS[4], segments = KEYS[5],
  segmentOf = KEYS[6], segmentRuns = KEYS[7], runs = KEYS[8], pool = KEYS[9],
}
local readyKey, dropKey, admittedKey, holdKey, heldKey = KEYS[10], KEYS[11], KEYS[12], KEYS[13], KEYS[14]
local holdId, account, drop = ARGV[1], ARGV[2], ARGV[3]

-- The reply for a hold that exists, or the reason why none can be taken now, or nil and how many tickets the account may
-- still hold and for how long.
local function beforeHold(now)
  if redis.call('EXISTS', readyKey) == 0 then return { 'NOT_READY' } end
  local known = redis.call('HMGET', holdKey, 'account', 'deadline', 'tickets')
  if known[1] then
    if known[1] ~= account then return { 'HOLD_GONE' } end
    return { 'HELD', known[2], known[3] }
  end
  local refusal = dropRefusal(dropKey, now)
  if refusal then return { refusal } end
  local admittedUntil = redis.call('ZSCORE', admittedKey, account)
  if not admittedUntil or tonumber(admittedUntil) <= now then return { 'NO_ADMISSION' } end
  returnExpired(seats, now, RETURN_MAX)
  redis.call('ZREMRANGEBYSCORE', heldKey, '-inf', now)
  local facts = redis.call('HMGET', dropKey, 'limit', 'holdMs')
  return nil, tonumber(facts[1]), tonumber(facts[1]) - redis.call('ZCARD', heldKey), tonumber(facts[2])
end

-- Takes the leases of tickets that this script found free, and writes the hold. STALE: a status bit said free though a
-- lease lives; the bit is mended and the caller asks again.
local function takeHold(numbers, now, holdMs)
  local deadline = now + holdMs
  for _, number in ipairs(numbers) do
    local left = redis.call('PTTL', seats.lease .. number)
    if left ~= -2 then
      markTickets(seats, { number }, HELD, now + math.max(left, 0))
      return { 'STALE' }
    end
  end
  for _, number in ipairs(numbers) do
    redis.call('SET', seats.lease .. number, holdId, 'NX', 'PX', holdMs)
    redis.call('ZADD', seats.leases, deadline, number)
    redis.call('ZADD', heldKey, deadline, number)
  end
  redis.call('PEXPIRE', heldKey, holdMs + 3600000)
  local tickets = table.concat(numbers, ',')
  redis.call('HSET', holdKey, 'account', account, 'drop', drop, 'deadline', deadline, 'tickets', tickets, 'extended', 0)
  redis.call('PEXPIRE', holdKey, holdMs)
  markTickets(seats, numbers, HELD, deadline)
  return { 'HELD', deadline, tickets }
end
