CREATE TABLE partition_queues (
    node_id VARCHAR(36) NOT NULL REFERENCES nodes(id) ON DELETE CASCADE,
    device VARCHAR(50) NOT NULL,
    fingerprint VARCHAR(64) NOT NULL,
    PRIMARY KEY (node_id, device)
);
