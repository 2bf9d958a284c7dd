--[[
  How many asked for a new place of a drop in about the last ten seconds.
  KEYS     1 drop
  ARGV     none
  RETURNS  ASKED count
  KEEPS    everything as it is
  COST     O(1)
]]
-- @include clock
-- @include asked
return { 'ASKED', askedLately(KEYS[1], nowMs(), 0) }
