-- Needs drop-window, seats, expired-leases and lease-deadline. KEYS and the first ARGV of every script that takes a hold.
local RETURN_MAX = 10

local readyKey, dropKey, admittedKey, holdKey, heldKey = KEYS[10], KEYS[11], KEYS[12], KEYS[13], KEYS[14]
local holdId, account, drop = ARGV[1], ARGV[2], ARGV[3]

-- How many tickets the account holds. Those whose lease ended, or passed to another hold, are forgotten.
local function countHeld()
  local held, count = redis.call('HGETALL', heldKey), 0
  for i = 1, #held, 2 do
    if redis.call('GET', seats.lease .. held[i]) == held[i + 1] then
      count = count + 1
    else
      redis.call('HDEL', heldKey, held[i])
    end
  end
  return count
end

-- The reply for a hold that exists, or the reason why none can be taken now; or nil and the drop's limit, how many
-- tickets the account may still hold, and until when (ms): never longer than the admission that is needed to order them.
local function beforeHold(now)
  if redis.call('EXISTS', readyKey) == 0 then return { 'NOT_READY' } end
  local known = redis.call('HMGET', holdKey, 'account', 'deadline', 'tickets')
  if known[1] then
    if known[1] ~= account or not allLeased(numbersIn(known[3]), holdId) then return { 'HOLD_GONE' } end
    return { 'HELD', known[2], known[3] }
  end
  local refusal = dropRefusal(dropKey, now)
  if refusal then return { refusal } end
  local admittedUntil = redis.call('ZSCORE', admittedKey, account)
  if not admittedUntil or tonumber(admittedUntil) <= now then return { 'NO_ADMISSION' } end
  returnExpired(now, RETURN_MAX)
  local facts = redis.call('HMGET', dropKey, 'limit', 'holdMs')
  local limit = tonumber(facts[1])
  return nil, limit, limit - countHeld(), math.min(now + tonumber(facts[2]), tonumber(admittedUntil))
end

-- Takes the leases of tickets that this script found without one, and writes the hold.
local function takeHold(numbers, deadline)
  local due, mine = {}, {}
  for i, number in ipairs(numbers) do
    redis.call('SET', seats.lease .. number, holdId, 'NX', 'PXAT', deadline)
    due[2 * i - 1], due[2 * i] = deadline, number
    mine[2 * i - 1], mine[2 * i] = number, holdId
  end
  redis.call('ZADD', seats.leases, unpack(due))
  redis.call('HSET', heldKey, unpack(mine))
  keepUntil(heldKey, deadline)
  local tickets = table.concat(numbers, ',')
  redis.call('HSET', holdKey, 'account', account, 'drop', drop, 'deadline', deadline, 'tickets', tickets, 'extended', 0)
  redis.call('PEXPIREAT', holdKey, deadline)
  markTickets(numbers, HELD, deadline)
  return { 'HELD', deadline, tickets }
end
