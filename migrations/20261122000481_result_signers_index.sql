-- no-transaction
CREATE INDEX CONCURRENTLY resolutions_to_sign ON resolutions (signer_id, created_at) WHERE state = 'confirmed';
