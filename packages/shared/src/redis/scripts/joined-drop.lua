--[[
  Forgets joins that were copied to Postgres, unless another copier was faster: then the oldest line is another one.
  KEYS     1 joined
  ARGV     1 the oldest line that was copied, 2 how many were copied
  RETURNS  DROPPED count | GONE
  KEEPS    a join leaves the list only after it is in Postgres, however many copiers run
  COST     O(dropped)
]]
if redis.call('LINDEX', KEYS[1], 0) ~= ARGV[1] then return { 'GONE' } end
redis.call('LTRIM', KEYS[1], tonumber(ARGV[2]), -1)
return { 'DROPPED', tonumber(ARGV[2]) }
