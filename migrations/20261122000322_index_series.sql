-- REG-03: what is numbered together in an organisation's journal of a year: the whole journal, or each sign by itself.
ALTER TABLE organisations ADD COLUMN index_series text NOT NULL DEFAULT 'journal' CHECK (index_series IN ('journal', 'sign'));
