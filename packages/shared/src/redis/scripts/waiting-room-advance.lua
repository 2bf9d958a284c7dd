--[[
  Moves serving forward by elapsed time × rate, whoever calls it and however often, and says how the line stands.
  Turns are spaced evenly: turn k falls 1/rate after turn k−1, at the latest one second ago, so in any 10 s there are
  at most 10·rate + 1 of them whatever the pauses between calls.
  KEYS     1 ready, 2 drop, 3 serving, 4 turns, 5 admitted, 6 returning
  ARGV     1 how many turns at most in this call; the next call gives the rest, 2 '1': payments are interrupted
  RETURNS  LINE served joined admitted openTurns nowMs opensMs closesMs state cap ratePerMinute skipped | UNKNOWN_DROP | NOT_READY
  KEEPS    admitted + open turns ≤ cap; no turn before the opening, while paused or interrupted, or after the close; who
           missed a turn and came back comes in before the next turn is given
  COST     O(turns given + gaps passed + claims that ran out), O(log) each
]]
-- @include clock
-- @include drop-window
if redis.call('EXISTS', KEYS[1]) == 0 then return { 'NOT_READY' } end
local now = nowMs()
local refusal = dropRefusal(KEYS[2], now)
if refusal == 'UNKNOWN_DROP' then return { 'UNKNOWN_DROP' } end
local drop = redis.call('HMGET', KEYS[2], 'opensMs', 'closesMs', 'state', 'cap', 'ratePerMinute', 'next', 'claimMs', 'skipped')
local line = redis.call('HMGET', KEYS[3], 'served', 'lastTurnMs', 'gaps')

-- Indices that a Redis which forgot may have given out, but that nobody has: no turn is spent on them. The list is in
-- order, and so are the indices asked about: what lies behind is not looked at again.
local gaps, gapsAt = line[3] or '', 1
local function pastGaps(index)
  while true do
    local found, last, from, to = gaps:find('(%d+)-(%d+)', gapsAt)
    if not found or index < tonumber(from) then return index end
    index, gapsAt = math.max(index, tonumber(to)), last + 1
  end
end

local served, nextIndex = pastGaps(tonumber(line[1])), tonumber(drop[6])
for i = 4, 6 do redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', now) end
local turns, admitted, returning =
  redis.call('ZCARD', KEYS[4]), redis.call('ZCARD', KEYS[5]), redis.call('ZCARD', KEYS[6])

local function keepLastTurn(ms) redis.call('HSET', KEYS[3], 'lastTurnMs', string.format('%.3f', ms)) end

if refusal == 'PAUSED' or (not refusal and ARGV[2] == '1') then
  keepLastTurn(now)
elseif not refusal then
  -- A rate of 0 makes the spacing infinite: nothing is earned.
  local spacingMs = 60000 / tonumber(drop[5])
  local lastTurn = math.max(tonumber(line[2] or '0'), tonumber(drop[1]), now - math.max(1000, spacingMs))
  -- A clock that was set back must not stop the line until it caught up.
  lastTurn = math.min(lastTurn, now)
  local earned = math.floor((now - lastTurn) / spacingMs)
  local room = math.max(0, math.min(tonumber(drop[4]) - admitted - turns - returning, nextIndex - served))
  local given, most = 0, math.min(earned, room, tonumber(ARGV[1]))
  while given < most and served < nextIndex do
    lastTurn = lastTurn + spacingMs
    redis.call('ZADD', KEYS[4], math.floor(lastTurn) + tonumber(drop[7]), served)
    given, served = given + 1, pastGaps(served + 1)
  end
  turns = turns + given
  -- What was earned while nobody could come in is not saved up, but for the one turn in the making.
  if given < earned and (given == room or served == nextIndex) then lastTurn = math.max(lastTurn, now - spacingMs) end
  redis.call('HSET', KEYS[3], 'served', served)
  if gapsAt > 1 then redis.call('HSET', KEYS[3], 'gaps', gaps:sub(gapsAt)) end
  keepLastTurn(lastTurn)
end
return { 'LINE', served, nextIndex, admitted, turns, now, drop[1], drop[2], drop[3], drop[4], drop[5], drop[8] or '' }
