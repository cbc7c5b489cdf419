-- РКК, line 14: the mark of the higher organisation's prescription (предписание) and of how it was executed (law, art. 20).
ALTER TABLE appeal_cards ADD COLUMN prescription text NOT NULL DEFAULT '';
