--[[
  Gives a hold's tickets back: by the shopper before ordering, or after its order ended.
  KEYS     1–9 the event's seats, 10 ready, 11 drop, 12 hold, 13 the account's holds
  ARGV     1 hold id, 2 account, 3 order id that ended ('' when the shopper releases an unordered hold)
  RETURNS  RELEASED tickets | GONE | ORDERED orderId | NOT_READY
  KEEPS    a lease is deleted only by the hold that has it; a sold ticket stays sold
  COST     O(tickets × row length)
]]
-- @include clock
-- @include seats
local seats = {
  status = KEYS[1], version = KEYS[2], lease = KEYS[3], leases = KEYS[4], segments = KEYS[5],
  segmentOf = KEYS[6], segmentRuns = KEYS[7], runs = KEYS[8], pool = KEYS[9],
}
if redis.call('EXISTS', KEYS[10]) == 0 then return { 'NOT_READY' } end
local hold = redis.call('HMGET', KEYS[12], 'account', 'tickets', 'order')
if not hold[1] or hold[1] ~= ARGV[2] then return { 'GONE' } end
if hold[3] and hold[3] ~= ARGV[3] then return { 'ORDERED', hold[3] } end
local freed = {}
for number in hold[2]:gmatch('%d+') do
  if redis.call('GET', seats.lease .. number) == ARGV[1] then
    redis.call('DEL', seats.lease .. number)
    redis.call('ZREM', seats.leases, number)
    redis.call('ZREM', KEYS[13], number)
    if statusOf(seats, number) == HELD then freed[#freed + 1] = tonumber(number) end
  end
end
markTickets(seats, freed, FREE, nowMs())
redis.call('DEL', KEYS[12])
return { 'RELEASED', table.concat(freed, ',') }
