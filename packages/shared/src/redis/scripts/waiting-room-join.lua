--[[
  Gives an account its one entry in a drop's waiting room, however often and from wherever it asks. An entry whose turn
  was used (its admission ended) is replaced by a new one at the end of the general lane's line; one that still waits, by
  one in another lane when its account may change there. Nobody comes in with the index that is left behind. One that was
  given up (see waiting-room-leave) is taken up again.
  KEYS     1 ready, 2 drop, 3 entries, 4 joined, 5 admitted, 6 admissions, 7 the proof that is shown, once it was used
  ARGV     1 account (16 bytes), 2 account (text), 3 lane of a new entry, 4 '1': one that waits in another lane changes,
           5 how many may ask for a new entry within ten seconds without a proof ('': any number, and nobody is counted),
           6 how long a shown proof is remembered as used (ms; '': none is shown)
  RETURNS  JOINED lane index skipped | ALREADY lane index skipped (ranges of the lane that nobody has) | NEED_MARK mark |
           NEED_PROOF | PROOF_USED | LANE_FULL | CLOSED | UNKNOWN_DROP | NOT_READY (also while the lane is not known here)
  KEEPS    one live entry per account; one new entry per proof; a lane's indices only grow and stay below the mark that Postgres keeps
  COST     O(1)
]]
-- @include clock
-- @include asked
if redis.call('EXISTS', KEYS[1]) == 0 then return { 'NOT_READY' } end
local now = nowMs()
local drop = redis.call('HMGET', KEYS[2], 'opensMs', 'closesMs', 'state')
if not drop[1] then return { 'UNKNOWN_DROP' } end
local lane, givenUp = ARGV[3], nil
local entry = redis.call('HGET', KEYS[3], ARGV[1])
if entry then
  local known, index = entry:match('(%d+):(%d+)')
  local left = entry:sub(-2) == ':x'
  local cameIn, used = redis.call('HEXISTS', KEYS[6], ARGV[2]) == 1, false
  if cameIn then
    local untilMs = redis.call('ZSCORE', KEYS[5], ARGV[2])
    used = not untilMs or tonumber(untilMs) <= now
  end
  -- A code is good for one turn.
  if used then lane = '0' end
  if not used and (cameIn or known == lane or ARGV[4] ~= '1') then
    if not left then return { 'ALREADY', known, index, redis.call('HGET', KEYS[2], 'skipped' .. known) or '' } end
    givenUp = { known, index }
  end
end
if drop[3] == 'CLOSED' or drop[3] == 'DRAINING' or (tonumber(drop[2]) > 0 and now >= tonumber(drop[2])) then return { 'CLOSED' } end
if givenUp then
  redis.call('HSET', KEYS[3], ARGV[1], givenUp[1] .. ':' .. givenUp[2])
  redis.call('RPUSH', KEYS[4], ARGV[2] .. ':' .. givenUp[1] .. ':' .. givenUp[2] .. ':' .. now)
  return { 'ALREADY', givenUp[1], givenUp[2], redis.call('HGET', KEYS[2], 'skipped' .. givenUp[1]) or '' }
end
if ARGV[5] ~= '' then
  local asked = askedLately(KEYS[2], now, 1)
  if ARGV[6] == '' and asked > tonumber(ARGV[5]) then return { 'NEED_PROOF' } end
  if ARGV[6] ~= '' and redis.call('EXISTS', KEYS[7]) == 1 then return { 'PROOF_USED' } end
end
local line = redis.call('HMGET', KEYS[2], 'next' .. lane, 'mark' .. lane, 'skipped' .. lane, 'skippedCount' .. lane, 'places' .. lane)
if not line[1] then return { 'NOT_READY' } end
local index = tonumber(line[1])
if line[5] ~= '0' and index - tonumber(line[4]) >= tonumber(line[5]) then return { 'LANE_FULL' } end
if index >= tonumber(line[2]) then return { 'NEED_MARK', line[2] } end
redis.call('HSET', KEYS[2], 'next' .. lane, index + 1)
redis.call('HSET', KEYS[3], ARGV[1], lane .. ':' .. index)
redis.call('HDEL', KEYS[6], ARGV[2])
-- Only now: who is refused for another reason, or gets no answer, may show it again.
if ARGV[6] ~= '' then redis.call('SET', KEYS[7], '1', 'PX', ARGV[6]) end
redis.call('RPUSH', KEYS[4], ARGV[2] .. ':' .. lane .. ':' .. index .. ':' .. now)
return { 'JOINED', lane, index, line[3] or '' }
