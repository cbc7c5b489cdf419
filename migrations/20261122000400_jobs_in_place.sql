-- A claim writes the lease only: the row stays `waiting` and its version stays in its page, with no new entry in any
-- index. What runs is what has a lease. `running` is what versions before this one write; the sweep frees those rows too.
DROP INDEX jobs_running;
-- room in each page for the second version of each of its rows
ALTER TABLE jobs SET (fillfactor = 45);
