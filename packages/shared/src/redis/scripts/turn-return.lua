--[[
  Lets the turn of an admission that ended count as not used: whoever had it exchanges the place once more, as one who
  missed the turn.
  KEYS     1 admitted, 2 admissions
  ARGV     1 account (text), 2 the admission that ended
  RETURNS  RETURNED | GONE (another admission, one that lives, or none)
  KEEPS    admitted + open turns ≤ cap: coming in is admission-grant's to allow
  COST     O(1)
]]
-- @include clock
if redis.call('HGET', KEYS[2], ARGV[1]) ~= ARGV[2] then return { 'GONE' } end
local untilMs = redis.call('ZSCORE', KEYS[1], ARGV[1])
if untilMs and tonumber(untilMs) > nowMs() then return { 'GONE' } end
redis.call('HDEL', KEYS[2], ARGV[1])
return { 'RETURNED' }
