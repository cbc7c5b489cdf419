-- What the clean-up looks for: codes and links whose time is over.
CREATE INDEX confirmations_with_code ON confirmations (expires_at) WHERE code_hash IS NOT NULL;
