--[[
  Exchanges a served entry for an admission, if the shop has room. A turn still inside its claim window has its room
  kept; one that was missed is taken up as soon as there is a free slot: while its account keeps asking, no new turn is
  given for that slot.
  KEYS     1 ready, 2 drop, 3 serving, 4 turns, 5 admitted, 6 entries, 7 admissions, 8 returning
  ARGV     1 account (16 bytes), 2 account (text), 3 lane, 4 index, 5 admission id to use, 6 position in the lane, from 0,
           7 the draw by which the caller reckoned the position
  RETURNS  GRANTED admissionId expiresMs | ALREADY admissionId expiresMs | NOT_YET served (of the lane) | FULL | TURN_USED |
           NOT_ENTERED | NOT_DRAWN (the line goes by another draw, or waits for it) | NOT_OPEN | CLOSED | PAUSED |
           UNKNOWN_DROP | NOT_READY
  KEEPS    admitted + open turns ≤ cap, not by one; one admission per entry; asking twice gives the same one
  COST     O(log cap)
]]
-- @include clock
-- @include drop-window
-- Whoever does not ask again within this has left.
local RETURNING_MS = 15000
if redis.call('EXISTS', KEYS[1]) == 0 then return { 'NOT_READY' } end
local now = nowMs()
local account, lane, position = ARGV[2], ARGV[3], tonumber(ARGV[6])
if redis.call('HGET', KEYS[6], ARGV[1]) ~= lane .. ':' .. ARGV[4] then return { 'NOT_ENTERED' } end
local known = redis.call('HGET', KEYS[7], account)
if known then
  local untilMs = redis.call('ZSCORE', KEYS[5], account)
  if untilMs and tonumber(untilMs) > now then return { 'ALREADY', known, untilMs } end
  return { 'TURN_USED' }
end
local refusal = dropRefusal(KEYS[2], now)
if refusal then return { refusal } end
local drop = redis.call('HMGET', KEYS[2], 'cap', 'admissionMs', 'draw')
if drop[3] ~= ARGV[7] or drop[3] == 'pending' then return { 'NOT_DRAWN' } end
local served = tonumber(redis.call('HGET', KEYS[3], 'served' .. lane))
if position >= served then return { 'NOT_YET', served } end

redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', now)
redis.call('ZREMRANGEBYSCORE', KEYS[5], '-inf', now)
local turn = lane .. ':' .. ARGV[6]
if redis.call('ZREM', KEYS[4], turn) == 0
  and redis.call('ZCARD', KEYS[5]) + redis.call('ZCARD', KEYS[4]) >= tonumber(drop[1]) then
  redis.call('ZADD', KEYS[8], now + RETURNING_MS, turn)
  return { 'FULL' }
end
redis.call('ZREM', KEYS[8], turn)
local expiresMs = now + tonumber(drop[2])
redis.call('ZADD', KEYS[5], expiresMs, account)
redis.call('HSET', KEYS[7], account, ARGV[5])
return { 'GRANTED', ARGV[5], expiresMs }
