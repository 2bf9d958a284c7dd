--[[
  Holds the tickets that a shopper chose: all of them or none.
  KEYS     1–9 the event's seats, 10 ready, 11 drop, 12 admitted, 13 hold, 14 the account's holds
  ARGV     1 hold id, 2 account, 3 drop, 4… ticket numbers (one named twice counts once)
  RETURNS  HELD deadlineMs tickets | TAKEN numbers | LIMIT max | NO_ADMISSION | NOT_OPEN | CLOSED | PAUSED | UNKNOWN_DROP |
           HOLD_GONE (this id is another account's, or its tickets are no longer its) | NOT_READY
  KEEPS    a ticket has at most one lease; an account holds at most the drop's limit; the same hold id twice is one hold
  COST     O(tickets + lengths of their rows)
]]
-- @include clock
-- @include drop-window
-- @include seats
-- @include expired-leases
-- @include lease-deadline
-- @include hold-record
local now = nowMs()
local reply, limit, allowance, deadline = beforeHold(now)
if reply then return reply end

local numbers, known, taken = {}, {}, {}
for i = 4, #ARGV do
  local number = tonumber(ARGV[i])
  if not known[number] then
    known[number] = true
    numbers[#numbers + 1] = number
    local id, segment = segmentOf(number)
    -- A bit may say held though the lease ran out: only the lease decides.
    local status = id and segment.d == drop and segment.n and statusesOf({ number })[1]
    if not status or status == SOLD or status == OFF or redis.call('EXISTS', seats.lease .. number) == 1 then
      taken[#taken + 1] = ARGV[i]
    end
  end
end
if #numbers > allowance then return { 'LIMIT', limit } end
if #taken > 0 then return { 'TAKEN', table.concat(taken, ',') } end
return takeHold(numbers, deadline)
