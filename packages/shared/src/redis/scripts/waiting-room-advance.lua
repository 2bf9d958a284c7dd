--[[
  Moves serving forward by elapsed time × rate, whoever calls it and however often, and says how the line stands.
  Turns are spaced evenly: turn k falls 1/rate after turn k−1, at the latest one second ago, so in any 10 s there are
  at most 10·rate + 1 of them whatever the pauses between calls. Where turns are not taken they come closer, twice as
  close at most, so that as many people come in as the rate says. Which lane a turn is of follows from its number alone:
  turn k is of lane order[k mod length]; one that has nobody left to serve leaves it to lane 0, and that to the others.
  What workers measured bounds it (see line-measure): no more turns are open than tickets are free, and the rate is the
  share of the drop's that the purchase keeps up with. After a measurement ran out nobody would finish what is bought.
  KEYS     1 ready, 2 drop, 3 serving, 4 turns, 5 admitted, 6 returning
  ARGV     1 how many turns at most in this call; the next call gives the rest, 2 why there are no turns anywhere for now ('': there are)
  RETURNS  LINE served joined (people per lane, with commas) admitted openTurns nowMs opensMs closesMs state cap
           ratePerMinute (as it is now, at least 0) draw binds (what keeps the next in line from coming in: none, rate,
           cap, tickets, held, draining, or a stage of the purchase) | UNKNOWN_DROP | NOT_READY
  KEEPS    admitted + open turns ≤ cap; no turn before the opening or the draw, while paused, held, drained or
           interrupted, or after the close; who missed a turn and came back comes in before the next turn is given
  COST     O(turns given + claims that ran out), O(log) each
]]
-- @include clock
-- @include drop-window
if redis.call('EXISTS', KEYS[1]) == 0 then return { 'NOT_READY' } end
local now = nowMs()
local refusal = dropRefusal(KEYS[2], now)
if refusal == 'UNKNOWN_DROP' then return { 'UNKNOWN_DROP' } end
local drop = redis.call('HMGET', KEYS[2], 'opensMs', 'closesMs', 'state', 'cap', 'ratePerMinute', 'claimMs', 'lanes', 'order', 'draw')
local order = drop[8]

-- People, by lane from 0: indices that a Redis which forgot may have given out, but that nobody has, are none.
local served, joined, turnCount, waiting = {}, {}, 0, 0
for lane = 0, tonumber(drop[7]) - 1 do
  local counts = redis.call('HMGET', KEYS[2], 'next' .. lane, 'skippedCount' .. lane)
  served[lane] = tonumber(redis.call('HGET', KEYS[3], 'served' .. lane))
  joined[lane] = tonumber(counts[1]) - tonumber(counts[2])
  turnCount = turnCount + served[lane]
  waiting = waiting + math.max(0, joined[lane] - served[lane])
end
for i = 4, 6 do redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', now) end
local turns, admitted, returning =
  redis.call('ZCARD', KEYS[4]), redis.call('ZCARD', KEYS[5]), redis.call('ZCARD', KEYS[6])

local function laneOfNextTurn()
  local at = turnCount % #order + 1
  local lane = tonumber(order:sub(at, at))
  if served[lane] < joined[lane] then return lane end
  for other = 0, #served do
    if served[other] < joined[other] then return other end
  end
end

local function keepLastTurn(ms) redis.call('HSET', KEYS[3], 'lastTurnMs', string.format('%.3f', ms)) end

-- The share of turns that are not taken, at most a half: of those that came 25 to 40 s ago, or where these are too few, as at
-- the beginning, 10 to 40 s ago. Known from how many had been given at some times, and from the turns that are still open
-- (release = target / (1 − no-shows)).
local function noShowShare()
  local known, kept, older, newer, settled = redis.call('HGET', KEYS[3], 'history') or '', {}, nil, nil, nil
  local lastMs = 0
  for ms, count in known:gmatch('(%d+):(%d+)') do
    ms, count = tonumber(ms), tonumber(count)
    local age = now - ms
    if age >= 0 and age < math.min(40000, tonumber(drop[6])) then
      kept[#kept + 1], lastMs = string.format('%d:%d', ms, count), ms
      older = older or { ms, count }
      if age >= 10000 then newer = { ms, count } end
      if age >= 25000 and count - older[2] >= 20 then settled = newer end
    end
  end
  if now - lastMs >= 2000 then
    kept[#kept + 1] = string.format('%d:%d', now, turnCount)
    redis.call('HSET', KEYS[3], 'history', table.concat(kept, ','))
  end
  newer = settled or newer
  if not newer or newer[2] - older[2] < 20 then return 0 end
  local claimMs = tonumber(drop[6])
  local untaken = redis.call('ZCOUNT', KEYS[4], '(' .. older[1] + claimMs, newer[1] + claimMs)
  return math.min(0.5, untaken / (newer[2] - older[2]))
end

local measured = redis.call('HMGET', KEYS[3], 'free', 'share', 'slowedBy', 'measuredUntilMs')
local free, share, slowedBy = measured[1] and tonumber(measured[1]) or math.huge, tonumber(measured[2] or '1'), measured[3]
if not refusal and measured[4] and now > tonumber(measured[4]) then share, slowedBy = 0, 'workers' end
local ratePerMinute, binds = tonumber(drop[5]) * share, 'none'

local standsStill = refusal == 'PAUSED' or ARGV[2] ~= '' or drop[3] == 'HELD' or drop[3] == 'DRAINING' or drop[9] == 'pending'
if standsStill and refusal ~= 'NOT_OPEN' and refusal ~= 'CLOSED' then
  keepLastTurn(now)
  if not refusal and waiting > 0 and drop[9] ~= 'pending' then
    binds = ARGV[2] ~= '' and ARGV[2] or drop[3] == 'DRAINING' and 'draining' or 'held'
  end
elseif not refusal then
  -- A rate of 0 makes the spacing infinite: nothing is earned.
  local spacingMs = 60000 / ratePerMinute * (1 - noShowShare())
  local lastTurn = math.max(tonumber(redis.call('HGET', KEYS[3], 'lastTurnMs') or '0'), tonumber(drop[1]), now - math.max(1000, spacingMs))
  -- A clock that was set back must not stop the line until it caught up.
  lastTurn = math.min(lastTurn, now)
  local earned = math.floor((now - lastTurn) / spacingMs)
  local slots, tickets = tonumber(drop[4]) - admitted - turns - returning, free - turns - returning
  local room = math.max(0, math.min(slots, tickets, waiting))
  local given, most = 0, math.min(earned, room, tonumber(ARGV[1]))
  while given < most do
    local lane = laneOfNextTurn()
    lastTurn = lastTurn + spacingMs
    redis.call('ZADD', KEYS[4], math.floor(lastTurn) + tonumber(drop[6]), lane .. ':' .. served[lane])
    given, served[lane], turnCount = given + 1, served[lane] + 1, turnCount + 1
  end
  turns = turns + given
  -- What was earned while nobody could come in is not saved up, but for the one turn in the making.
  if given < earned and given == room then lastTurn = math.max(lastTurn, now - spacingMs) end
  for lane = 0, #served do redis.call('HSET', KEYS[3], 'served' .. lane, served[lane]) end
  keepLastTurn(lastTurn)
  if waiting > given then
    binds = tickets <= given and 'tickets' or slots <= given and 'cap' or share < 1 and slowedBy or 'rate'
  end
end
local servedText, joinedText = table.concat(served, ',', 0, #served), table.concat(joined, ',', 0, #joined)
return { 'LINE', servedText, joinedText, admitted, turns, now, drop[1], drop[2], drop[3], drop[4],
  math.floor(ratePerMinute), drop[9], binds }
