--[[
  Gives a place up: nobody comes in with it from now on, and a turn that it had goes to the next. It is remembered as left,
  so that joining again takes up the same one: whoever leaves and joins all day makes no crowd of empty places.
  KEYS     1 ready, 2 entries, 3 turns, 4 admitted, 5 admissions, 6 returning
  ARGV     1 account (16 bytes), 2 account (text), 3 the entry 'lane:index', 4 its turn 'lane:position' ('': not drawn yet)
  RETURNS  LEFT | NONE (the account has no such place) | INSIDE (it is exchanged, and the shop is left instead) | NOT_READY
  KEEPS    one live entry per account; admitted + open turns only fall
  COST     O(log open turns)
]]
-- @include clock
if redis.call('EXISTS', KEYS[1]) == 0 then return { 'NOT_READY' } end
if redis.call('HGET', KEYS[2], ARGV[1]) ~= ARGV[3] then return { 'NONE' } end
local untilMs = redis.call('ZSCORE', KEYS[4], ARGV[2])
if redis.call('HEXISTS', KEYS[5], ARGV[2]) == 1 and untilMs and tonumber(untilMs) > nowMs() then return { 'INSIDE' } end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3] .. ':x')
redis.call('ZREM', KEYS[3], ARGV[4])
redis.call('ZREM', KEYS[6], ARGV[4])
return { 'LEFT' }
