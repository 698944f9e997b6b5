ALTER TABLE enrolment_tokens ADD COLUMN used_key_sha256 VARCHAR(64);
