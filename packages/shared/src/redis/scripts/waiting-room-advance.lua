--[[
  Moves serving forward by elapsed time × rate, whoever calls it and however often, and says how the line stands.
  Turns are spaced evenly: turn k falls 1/rate after turn k−1, at the latest one second ago, so in any 10 s there are
  at most 10·rate + 1 of them whatever the pauses between calls.
  KEYS     1 ready, 2 drop, 3 serving, 4 turns, 5 admitted
  ARGV     1 how many turns at most in this call
  RETURNS  LINE served joined admitted openTurns nowMs opensMs closesMs state cap ratePerMinute | UNKNOWN_DROP | NOT_READY
  KEEPS    admitted + open turns ≤ cap; no turn before the opening, while paused or after the close
  COST     O(turns given + claims that ran out), O(log) each
]]
-- @include clock
-- @include drop-window
if redis.call('EXISTS', KEYS[1]) == 0 then return { 'NOT_READY' } end
local now = nowMs()
local refusal = dropRefusal(KEYS[2], now)
if refusal == 'UNKNOWN_DROP' then return { refusal } end
local drop = redis.call('HMGET', KEYS[2], 'opensMs', 'closesMs', 'state', 'cap', 'ratePerMinute', 'next', 'claimMs')
local line = redis.call('HMGET', KEYS[3], 'served', 'lastTurnMs')
local served, nextIndex = tonumber(line[1]), tonumber(drop[6])
redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', now)
redis.call('ZREMRANGEBYSCORE', KEYS[5], '-inf', now)
local admitted, turns = redis.call('ZCARD', KEYS[5]), redis.call('ZCARD', KEYS[4])

if not refusal then
  local spacingMs = 60000 / tonumber(drop[5])
  local lastTurn = tonumber(line[2] or drop[1]) or now
  lastTurn = math.max(lastTurn, now - math.max(1000, spacingMs))
  local earned = math.floor((now - lastTurn) / spacingMs)
  local room = math.min(tonumber(drop[4]) - admitted - turns, nextIndex - served, tonumber(ARGV[1]))
  local given = math.max(0, math.min(earned, room))
  for i = 1, given do
    local turnMs = lastTurn + i * spacingMs
    redis.call('ZADD', KEYS[4], math.floor(turnMs) + tonumber(drop[7]), served + i - 1)
  end
  served, turns = served + given, turns + given
  lastTurn = lastTurn + given * spacingMs
  -- What was earned while nobody could come in is not saved up, but for the one turn in the making.
  if given < earned then lastTurn = math.max(lastTurn, now - spacingMs) end
  redis.call('HSET', KEYS[3], 'served', served, 'lastTurnMs', string.format('%.3f', lastTurn))
end
return { 'LINE', served, nextIndex, admitted, turns, now, drop[1], drop[2], drop[3], drop[4], drop[5] }
