-- Wrong records that are too large to be in the files of records to be corrected (EDM-03): whoever loaded them is told so.
ALTER TABLE loads ADD COLUMN omitted integer NOT NULL DEFAULT 0;
