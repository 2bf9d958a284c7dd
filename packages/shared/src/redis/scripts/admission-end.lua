--[[
  Ends an account's admission: it left, or its last order ended. The slot is free for the next turn.
  KEYS     1 admitted, 2 admissions
  ARGV     1 account (text), 2 admission id
  RETURNS  ENDED | GONE (another admission, or none)
  KEEPS    only the named admission ends; its id stays, so that the same turn is not used again
  COST     O(log cap)
]]
if redis.call('HGET', KEYS[2], ARGV[1]) ~= ARGV[2] then return { 'GONE' } end
redis.call('ZREM', KEYS[1], ARGV[1])
return { 'ENDED' }
