-- How many asked for a new place of a drop in about the last ten seconds, `more` of them just now: those since the last
-- full ten seconds, and of the ten before the share that is not over yet. Kept in the drop's hash as askedSpan, asked and
-- askedBefore.
local askedSpanMs = 10000
local function askedLately(dropKey, now, more)
  local kept = redis.call('HMGET', dropKey, 'askedSpan', 'asked', 'askedBefore')
  local span, last = math.floor(now / askedSpanMs), tonumber(kept[1] or '0')
  local asked, before = tonumber(kept[2] or '0'), tonumber(kept[3] or '0')
  if span == last + 1 then asked, before = 0, asked elseif span ~= last then asked, before = 0, 0 end
  asked = asked + more
  if more > 0 then redis.call('HSET', dropKey, 'askedSpan', span, 'asked', asked, 'askedBefore', before) end
  return asked + math.floor(before * (1 - (now % askedSpanMs) / askedSpanMs))
end
