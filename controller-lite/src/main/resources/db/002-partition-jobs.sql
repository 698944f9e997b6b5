CREATE TABLE partition_jobs (
    id VARCHAR(36) PRIMARY KEY,
    node_id VARCHAR(36) NOT NULL REFERENCES nodes(id) ON DELETE CASCADE,
    device VARCHAR(50) NOT NULL,
    created_at TIMESTAMP NOT NULL,
    order_json TEXT NOT NULL,
    job_json TEXT
);

CREATE INDEX idx_partition_jobs_node ON partition_jobs(node_id, created_at);
