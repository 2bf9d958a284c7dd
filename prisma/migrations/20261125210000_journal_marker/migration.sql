-- A worker took whatever lay under a disk that is not mounted for the journal's folder, and acknowledged what it wrote
-- there. Now a folder is a journal only where a marker says so, with the id of the installation whose sales it keeps.

-- Made once, and the same after every restore.
alter table recovery_state add column installation_id uuid not null default gen_random_uuid();
