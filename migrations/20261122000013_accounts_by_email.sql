-- no-transaction
-- Whoever forgot the password may name the address instead of the login.
CREATE INDEX CONCURRENTLY accounts_email ON accounts (lower(email)) WHERE email IS NOT NULL;
