ALTER TABLE enrolment_tokens ADD COLUMN for_node VARCHAR(36);
