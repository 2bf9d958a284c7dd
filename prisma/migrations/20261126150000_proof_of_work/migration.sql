-- Whether joining a drop's line costs its device some work.
alter table drops add column proof_of_work text not null default 'off',
  add constraint drops_proof_of_work check (proof_of_work in ('off', 'underPressure', 'always'));
