-- Needs seats. Moves the end of leases, wherever it is written down.

-- A key that lives at least until then: it may belong to several holds, so its end is never brought forward.
local function keepUntil(key, deadline)
  if redis.call('PEXPIRETIME', key) < deadline then redis.call('PEXPIREAT', key, deadline) end
end

-- Whether every ticket of a hold is still leased by it.
local function allLeased(numbers, holdId)
  for _, number in ipairs(numbers) do
    if redis.call('GET', seats.lease .. number) ~= holdId then return false end
  end
  return #numbers > 0
end

local function numbersIn(text)
  local numbers = {}
  for number in text:gmatch('%d+') do numbers[#numbers + 1] = tonumber(number) end
  return numbers
end

local function moveDeadline(numbers, holdId, holdKey, heldKey, deadline)
  for _, number in ipairs(numbers) do
    if redis.call('GET', seats.lease .. number) == holdId then
      redis.call('PEXPIREAT', seats.lease .. number, deadline)
      redis.call('ZADD', seats.leases, deadline, number)
      local _, segment = segmentOf(number)
      if segment and not segment.n then redis.call('ZADD', poolOf(segment), 'XX', deadline, number) end
    end
  end
  keepUntil(heldKey, deadline)
  redis.call('HSET', holdKey, 'deadline', deadline)
  redis.call('PEXPIREAT', holdKey, deadline)
end
