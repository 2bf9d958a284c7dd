-- What operators tell those who wait, by language; message_version grows with every change, so that pages know when to ask.
alter table drops add column message jsonb not null default '{}',
  add column message_version integer not null default 0,
  add constraint drops_message check (jsonb_typeof(message) = 'object');
