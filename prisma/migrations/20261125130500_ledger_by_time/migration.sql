-- What was appended lately, whatever the ledger's size: it grows by time, so that ranges of pages are enough of an index.
create index ticket_ledger_at_idx on ticket_ledger using brin (at) with (pages_per_range = 32, autosummarize = on);
