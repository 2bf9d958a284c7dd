--[[
  Counts one request against one or two limits, all or none: who is refused by one is not charged by the other.
  The same rule as domain/gcra.ts; a key holds the theoretical arrival time of the next request in ms.
  KEYS     1 and 2 what is counted, such as the account and the address prefix
  ARGV     1 interval of key 1 (ms between requests at the even rate), 2 its window (ms; the burst is window ÷ interval),
           3 and 4 the same of key 2; an interval of 0 leaves its key out
  RETURNS  ALLOWED nowMs | REFUSED nowMs waitMs (both by Redis's clock)
  KEEPS    no more than window ÷ interval requests at once, and one more per interval; every key has a TTL
  COST     O(1)
]]
-- @include clock
local now = nowMs()
local arrivals, waitMs = {}, 0
for i = 1, 2 do
  local interval, window = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  if interval > 0 then
    local arrival = math.max(tonumber(redis.call('GET', KEYS[i]) or '0'), now) + interval
    waitMs = math.max(waitMs, arrival - window - now)
    arrivals[i] = arrival
  end
end
if waitMs >= 0.5 then return { 'REFUSED', now, math.ceil(waitMs) } end
for i, arrival in pairs(arrivals) do
  redis.call('SET', KEYS[i], string.format('%.17g', arrival), 'PX', math.max(1, math.ceil(arrival - now)))
end
return { 'ALLOWED', now }
