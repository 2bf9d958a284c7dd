-- Why nothing can be held or admitted in this drop now, or nil. Open is a comparison with the clock.
local function dropRefusal(dropKey, now)
  local d = redis.call('HMGET', dropKey, 'opensMs', 'closesMs', 'state')
  if not d[1] then return 'UNKNOWN_DROP' end
  if now < tonumber(d[1]) then return 'NOT_OPEN' end
  if d[3] == 'CLOSED' or (tonumber(d[2]) > 0 and now >= tonumber(d[2])) then return 'CLOSED' end
  if d[3] == 'PAUSED' then return 'PAUSED' end
  return nil
end
