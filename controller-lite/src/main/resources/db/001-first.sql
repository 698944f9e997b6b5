CREATE TABLE nodes (
    id VARCHAR(36) PRIMARY KEY,
    mac_address VARCHAR(17),
    hostname VARCHAR(255),
    ip_address VARCHAR(45),
    state VARCHAR(20) NOT NULL DEFAULT 'discovered',
    vendor VARCHAR(255),
    model VARCHAR(255),
    serial_number VARCHAR(255),
    system_uuid VARCHAR(64),
    arch VARCHAR(32),
    boot_mode VARCHAR(16),
    cpu_count INTEGER,
    memory_bytes BIGINT,
    addresses_json TEXT NOT NULL DEFAULT '[]',
    ui_url VARCHAR(500),
    pending_command VARCHAR(50),
    scan_request_id VARCHAR(36),
    disk_scan_requested_at TIMESTAMP,
    enrolled_at TIMESTAMP,
    enrolled_name VARCHAR(255),
    last_seen_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX idx_nodes_machine ON nodes(system_uuid, mac_address);

CREATE TABLE node_certificates (
    serial VARCHAR(40) PRIMARY KEY,
    node_id VARCHAR(36) NOT NULL REFERENCES nodes(id) ON DELETE CASCADE,
    not_after TIMESTAMP NOT NULL
);

CREATE TABLE enrolment_tokens (
    token_sha256 VARCHAR(64) PRIMARY KEY,
    note VARCHAR(255),
    created_by VARCHAR(255),
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    used_by_node VARCHAR(36)
);

CREATE TABLE storage_backends (
    id VARCHAR(36) PRIMARY KEY,
    name VARCHAR(255) NOT NULL UNIQUE,
    type VARCHAR(10) NOT NULL,
    status VARCHAR(10) NOT NULL DEFAULT 'offline',
    config_json TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE clone_sessions (
    id VARCHAR(36) PRIMARY KEY,
    name VARCHAR(255),
    status VARCHAR(20) NOT NULL DEFAULT 'pending',
    clone_mode VARCHAR(10) NOT NULL DEFAULT 'staged',
    source_node_id VARCHAR(36) NOT NULL REFERENCES nodes(id),
    target_node_id VARCHAR(36) REFERENCES nodes(id),
    source_device VARCHAR(50) NOT NULL DEFAULT '/dev/sda',
    target_device VARCHAR(50) NOT NULL DEFAULT '/dev/sda',
    source_ip VARCHAR(45),
    source_port INTEGER DEFAULT 9999,
    source_cert_pem TEXT,
    source_key_pem TEXT,
    target_cert_pem TEXT,
    target_key_pem TEXT,
    staging_backend_id VARCHAR(36) REFERENCES storage_backends(id),
    staging_path VARCHAR(500),
    staging_size_bytes BIGINT,
    staging_status VARCHAR(20),
    resize_mode VARCHAR(20) DEFAULT 'none',
    partition_plan_json TEXT,
    bytes_total BIGINT,
    bytes_transferred BIGINT DEFAULT 0,
    transfer_rate_bps BIGINT,
    error_message TEXT,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    started_at TIMESTAMP,
    completed_at TIMESTAMP,
    created_by VARCHAR(255)
);

CREATE INDEX idx_clone_sessions_status ON clone_sessions(status);

CREATE TABLE clone_session_details (
    session_id VARCHAR(36) PRIMARY KEY REFERENCES clone_sessions(id) ON DELETE CASCADE,
    details_json TEXT NOT NULL
);

CREATE TABLE disk_info (
    id VARCHAR(36) PRIMARY KEY,
    node_id VARCHAR(36) NOT NULL REFERENCES nodes(id) ON DELETE CASCADE,
    device VARCHAR(50) NOT NULL,
    size_bytes BIGINT NOT NULL,
    model VARCHAR(255),
    serial VARCHAR(255),
    partition_table VARCHAR(10),
    partitions_json TEXT,
    scanned_at TIMESTAMP NOT NULL,
    UNIQUE(node_id, device)
);

CREATE TABLE disk_details (
    disk_id VARCHAR(36) PRIMARY KEY REFERENCES disk_info(id) ON DELETE CASCADE,
    details_json TEXT NOT NULL
);

CREATE TABLE partition_operations (
    id VARCHAR(36) PRIMARY KEY,
    node_id VARCHAR(36) NOT NULL REFERENCES nodes(id) ON DELETE CASCADE,
    session_id VARCHAR(36) REFERENCES clone_sessions(id),
    device VARCHAR(50) NOT NULL,
    operation VARCHAR(20) NOT NULL,
    params_json TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    status VARCHAR(20) NOT NULL DEFAULT 'pending',
    error_message TEXT,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    executed_at TIMESTAMP
);

CREATE INDEX idx_partition_ops_node_status ON partition_operations(node_id, status);

CREATE TABLE receipts (
    session_id VARCHAR(36) PRIMARY KEY,
    stored_at TIMESTAMP NOT NULL,
    receipt_json TEXT NOT NULL
);

CREATE TABLE users (
    id VARCHAR(36) PRIMARY KEY,
    username VARCHAR(64) NOT NULL UNIQUE COLLATE NOCASE,
    password_hash TEXT NOT NULL,
    role VARCHAR(10) NOT NULL,
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE access_tokens (
    id VARCHAR(36) PRIMARY KEY,
    token_sha256 VARCHAR(64) NOT NULL UNIQUE,
    user_id VARCHAR(36) NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    kind VARCHAR(10) NOT NULL,
    note VARCHAR(255),
    created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    expires_at TIMESTAMP NOT NULL
);

CREATE TABLE audit_log (
    id INTEGER PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    actor VARCHAR(255) NOT NULL,
    address VARCHAR(45),
    action VARCHAR(255) NOT NULL,
    detail TEXT,
    status INTEGER NOT NULL
);
